//! The tour shows the guide's development process truly, whatever the configuration.

use std::process::Command;

use los_mem::{
    Bestfit, BestfitLittle, Checks, ConfiguredPool, FitPolicy, FixedSlab, GrowingSlab, NoSlab, NodeMeta,
    Plain, Pool, SlabPolicy, TaskId, Thorough,
};
use memlab::pool::Arena;
use memlab::tour;

/// What one step of a tour shows.
struct Step {
    title: String,
    strip: String,
    /// Offset, size, and state with name.
    rows: Vec<(usize, usize, String)>,
    used: usize,
    free: usize,
    sum: usize,
    largest: usize,
    used_blocks: usize,
    free_blocks: usize,
}

fn number(text: &str) -> usize {
    text.trim().replace(',', "").parse().unwrap_or_else(|_| panic!("no number: {text:?}"))
}

/// The number behind `label` in the text of a step.
fn value(text: &str, label: &str) -> usize {
    let (_, rest) = text.split_once(label).unwrap_or_else(|| panic!("no {label:?} in {text}"));
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
    number(rest[..end].trim_end_matches(','))
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_digit()) {
            steps.push(String::new());
        }
        if let Some(step) = steps.last_mut() {
            step.push_str(line);
            step.push('\n');
        }
    }
    steps.iter().map(|text| step(text)).collect()
}

fn step(text: &str) -> Step {
    let row = |line: &str| {
        let state = line[20..].trim_end_matches([':', '#', '.', '|']);
        (number(&line[..10]), number(&line[10..20]), state.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let map = text.lines().skip_while(|line| !line.contains("offset      size  state")).skip(1);
    let figures = &text[text.find("LOS_MemInfoGet").expect("figures")..];
    Step {
        title: text.lines().next().expect("a title").to_string(),
        strip: text.lines().find(|line| line.starts_with("  [")).expect("a strip").to_string(),
        rows: map.take_while(|line| !line.is_empty()).map(row).collect(),
        used: value(figures, "used "),
        free: value(figures, "+ free "),
        sum: value(figures, " = "),
        largest: value(figures, "largest free "),
        used_blocks: value(figures, "LOS_MemUsedBlksGet"),
        free_blocks: value(figures, "LOS_MemFreeBlksGet"),
    }
}

/// Whatever the policies are, the steps are the guide's and the figures agree with the map.
fn holds(text: &str) {
    assert!(text.is_ascii(), "readable on any terminal");
    for line in text.lines() {
        assert!(line.len() <= 80, "fits 80 columns: {line:?}");
    }
    let steps = steps(text);
    let title = |step: &Step| step.title.split([' ', ',']).skip(1).take(2).collect::<Vec<_>>().join(" ");
    let titles: Vec<String> = steps.iter().map(title).collect();
    assert_eq!(titles[0], "LOS_MemInit: make");
    let (guide, small) = titles[1..].split_at(8);
    let alloc = |name| format!("LOS_MemAlloc: {name}");
    let free = |name| format!("LOS_MemFree: {name}");
    assert_eq!(
        guide,
        [alloc("A"), alloc("B"), alloc("C"), free("B"), alloc("D"), free("A"), free("C"), free("D")]
    );

    // A fresh pool: its data, slabs if there are any, one free block, the end node.
    let fresh: Vec<&str> = steps[0].rows.iter().map(|(_, _, state)| state.as_str()).collect();
    assert_eq!((fresh[0], fresh[fresh.len() - 2], fresh[fresh.len() - 1]), ("pool data", "free", "end node"));
    let slabs = fresh.len() - 3;
    assert!(fresh[1..=slabs].iter().all(|state| *state == "used"), "{fresh:?}");

    let expected: [&[&str]; 9] = [
        &["free"],
        &["used A", "free"],
        &["used A", "used B", "free"],
        &["used A", "used B", "used C", "free"],
        &["used A", "free", "used C", "free"],
        &["used A", "used D", "free", "used C", "free"],
        &["free", "used D", "free", "used C", "free"],
        &["free", "used D", "free"],
        &["free"],
    ];
    for (step, expected) in steps.iter().zip(expected) {
        let title = &step.title;
        let blocks = &step.rows[1 + slabs..step.rows.len() - 1];
        let states: Vec<&str> = blocks.iter().map(|(_, _, state)| state.as_str()).collect();
        assert_eq!(states, expected, "{title}");

        let mut end = 0;
        for (offset, size, _) in &step.rows {
            assert_eq!(*offset, end, "{title}: no gap and no overlap");
            end = offset + size;
        }
        assert_eq!(end, tour::POOL, "{title}: the map covers the pool");

        assert_eq!(step.used + step.free, step.sum, "{title}");
        assert_eq!(step.sum, steps[0].sum, "{title}: used + free is constant");
        let free: Vec<usize> =
            blocks.iter().filter(|(_, _, state)| state == "free").map(|(_, size, _)| *size).collect();
        assert_eq!(step.free, free.iter().sum::<usize>(), "{title}");
        assert_eq!(Some(&step.largest), free.iter().max(), "{title}");
        assert_eq!(step.free_blocks, free.len(), "{title}");
        let used = slabs + blocks.len() - free.len();
        assert!([used, used + 1].contains(&step.used_blocks), "{title}: the end node may count as used");
    }

    // B's hole is taken again: D begins where B began.
    let at = |step: &Step, state: &str| step.rows.iter().find(|row| row.2 == state).expect("a named block").0;
    assert_eq!(at(&steps[5], "used D"), at(&steps[3], "used B"));
    for (step, names) in [(3, "ABC"), (4, "AC"), (5, "ADC"), (7, "D")] {
        assert!(names.chars().all(|name| steps[step].strip.contains(name)), "{}", steps[step].strip);
    }
    // All merged: the last map is the first.
    assert_eq!((&steps[8].rows, &steps[8].strip), (&steps[0].rows, &steps[0].strip));

    // With slabs, a small request changes no block.
    if slabs == 0 {
        assert_eq!(small, [""; 0]);
    } else {
        assert_eq!(small, [alloc("E"), free("E")]);
        let sizes = |step: &Step| step.rows.iter().map(|row| row.1).collect::<Vec<_>>();
        assert_eq!(sizes(&steps[9]), sizes(&steps[0]));
        assert!(steps[9].rows[1..=slabs].iter().any(|row| row.2 == "used E"));
        assert_eq!(steps[10].rows, steps[0].rows);
    }
}

fn walked<F: FitPolicy, M: NodeMeta, S: SlabPolicy, C: Checks>() -> String {
    let mut arena = Arena::new(tour::POOL).expect("memory for a small pool");
    let (memory, addresses) = arena.memory();
    let pool = Pool::<F, M, S, C>::new(memory).expect("a pool");
    let mut text = String::new();
    tour::walk(&mut text, pool, addresses.start).expect("a tour");
    text
}

#[test]
fn the_steps_hold_with_either_algorithm_and_any_option() {
    holds(&walked::<Bestfit, (), NoSlab, Plain>());
    holds(&walked::<Bestfit, TaskId, NoSlab, Thorough>());
    holds(&walked::<BestfitLittle, (), NoSlab, Plain>());
    holds(&walked::<BestfitLittle, TaskId, NoSlab, Thorough>());
    holds(&walked::<Bestfit, TaskId, FixedSlab, Plain>());
    holds(&walked::<BestfitLittle, (), GrowingSlab, Plain>());
}

#[test]
fn a_tour_is_the_same_every_time() {
    assert_eq!(walked::<Bestfit, (), NoSlab, Plain>(), walked::<Bestfit, (), NoSlab, Plain>());
}

#[test]
fn the_command_walks_through_the_compiled_configuration_and_names_it() {
    let output = Command::new(env!("CARGO_BIN_EXE_memlab")).arg("tour").output().expect("memlab runs");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success() && output.stderr.is_empty(), "{text}");
    let config = los_mem::CONFIG;
    let has = |line: &str| text.lines().any(|found| found == line);
    let first = format!("This library was compiled with {}.", config.algorithm.name());
    assert_eq!(text.lines().next(), Some(first.as_str()));
    assert!(
        has(if config.task_stat { "  with    task statistics" } else { "  without task statistics" }),
        "{text}"
    );
    assert!(has(&format!("  header  {} bytes before each used block", ConfiguredPool::HEADER)), "{text}");
    assert!(text.contains("cargo run -p menuconfig"), "{text}");
    holds(&text);
}
