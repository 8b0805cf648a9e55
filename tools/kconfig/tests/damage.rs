//! Damaged trees and configurations, through every stage of the library: nothing panics, and nothing takes long.
//!
//! `RUN_SLOW_TESTS=600` goes on for that many seconds, from a place that `DAMAGE_SEED` gives.

use kconfig::diag::{Style, render};
use kconfig::dialect::Dialect;
use kconfig::modes::old::{Answered, Questions, Step};
use kconfig::modes::{Mode, help_new, list_new, rewrite_tristates, set_new, symbol_help};
use kconfig::source::Memory;
use kconfig::{Config, LoadOptions, Tree, emit};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Numbers that look random and are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// A tree with its configuration.
type Input = (Vec<u8>, Vec<u8>);

/// The inputs of the cases, and of the parser's.
fn corpus() -> Vec<Input> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let list = |folder: &str| {
        let entries = std::fs::read_dir(data.join(folder)).expect("the cases");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        paths
    };
    let read = |path: &Path| std::fs::read(path).unwrap_or_default();
    let cases =
        list("conf").into_iter().map(|case| (read(&case.join("Kconfig")), read(&case.join("config"))));
    let single = ["parser/ok", "parser/err", "codes"].into_iter().flat_map(list);
    let single = single.filter(|path| path.extension().is_some_and(|e| e == "kconfig"));
    // The largest examples would take all the time.
    cases.chain(single.map(|path| (read(&path), Vec::new()))).filter(|(tree, _)| tree.len() < 4000).collect()
}

const SCRAPS: &[&str] = &[
    "$(",
    ")",
    "\"",
    "'",
    "\\",
    "\n",
    "\0",
    "\u{ff}",
    "if ",
    "if A\n",
    "endif\n",
    "menu \"x\"\n",
    "endmenu\n",
    "choice\n",
    "endchoice\n",
    "\tprompt \"p\" if B\n",
    "\thelp\n\t  h\n",
    "  ",
    "\t",
    "$(1)",
    "X = $(X)$(Y)\n",
    "source \"Kconfig\"\n",
    " && ",
    " || ",
    "!",
    " = ",
    " < ",
    "(",
    "config A\n",
    "config B\n\ttristate \"b\"\n",
    "\tdefault y\n",
    "\tdepends on ",
    "\tselect A\n",
    "\timply B\n",
    "\trange 1 B\n",
    "\tmodules\n",
    "\tvisible if A\n",
    "\tint\n",
    "\thex\n",
    "\tstring\n",
    "\ttristate\n",
    "\toptional\n",
    "CONFIG_A=m\n",
    "# CONFIG_B is not set\n",
    "0x",
    "-1",
    "99999999999999999999",
    "m",
];

fn damage(random: &mut Random, text: &mut Vec<u8>, all: &[Input]) {
    let at = random.below(text.len() + 1);
    let line = |text: &[u8], at: usize| {
        let start = text[..at].iter().rposition(|b| *b == b'\n').map_or(0, |p| p + 1);
        let end = text[at..].iter().position(|b| *b == b'\n').map_or(text.len(), |p| at + p + 1);
        start..end
    };
    match random.below(6) {
        0 | 1 => {
            let scrap = SCRAPS[random.below(SCRAPS.len())];
            let at = if random.below(2) == 0 { line(text, at).start } else { at };
            text.splice(at..at, scrap.bytes());
        }
        2 => {
            let end = (at + random.below(20)).min(text.len());
            text.drain(at..end);
        }
        3 => drop(text.drain(line(text, at))),
        4 => {
            // A line of another place, also of another tree.
            let other = &all[random.below(all.len())].0;
            let from = line(other, random.below(other.len() + 1));
            let to = line(text, at).start;
            text.splice(to..to, other[from].iter().copied());
        }
        _ => {
            let lines = line(text, at);
            let copy = text[lines.clone()].to_vec();
            text.splice(lines.end..lines.end, copy);
        }
    }
}

fn through_everything((kconfig, dotconfig): &Input, random: &mut Random) {
    let files =
        Memory::default().with("Kconfig", kconfig.clone()).with("second", "config SECOND\n\tbool \"s\"\n");
    let dialects = ["linux-6.12", "linux-6.1", "linux-next", "kconfiglib", "legacy"];
    let dialect: Dialect = dialects[random.below(8).saturating_sub(3)].parse().expect("a dialect");
    let tree = Tree::load(&LoadOptions::new("Kconfig", &files).dialect(dialect));
    for finding in tree.diagnostics().iter() {
        for style in [Style::Classic, Style::Short, Style::Plain, Style::Colour] {
            let text = render(finding, tree.sources(), style);
            // The reference program's words hold what they hold.
            assert!(
                style == Style::Classic || text.len() < 100_000,
                "{}: {} bytes",
                finding.code,
                text.len()
            );
        }
    }
    let mut config = Config::new(Arc::new(tree));
    let found = config.read(".config", dotconfig);
    for finding in found.iter() {
        render(finding, config.sources(), Style::Plain);
    }
    config.unmet_dependencies();
    config.unmet_requests();
    list_new(&config);
    help_new(&config);
    let tree = Arc::clone(config.tree());
    for node in tree.walk() {
        symbol_help(&config, node);
        config.is_visible(node);
    }
    for symbol in tree.symbols() {
        config.why(symbol);
        config.origin(symbol);
        config.assignable(symbol);
        config.menu_path(symbol);
        let value = ["n", "m", "y", "7", "0x1F", "text", ""][random.below(7)];
        if random.below(2) == 0 {
            let _ = config.set(symbol, value);
        }
    }
    let _ = (emit::rustc_cfg(&config), emit::rust_constants(&config), emit::c_header(&config, ""));
    let _ = (
        emit::kbuild::auto_conf(&config),
        emit::kbuild::auto_header(&config),
        emit::kbuild::kernel_rustc_cfg(&config),
    );
    let mut again = Config::new(Arc::clone(&tree));
    again.read(".config", config.write().as_bytes());
    config.write_minimal();
    for mode in [Mode::AllNoConfig, Mode::AllYesConfig, Mode::AllModConfig, Mode::AllDefConfig] {
        let mut config = Config::new(Arc::clone(&tree));
        set_new(&mut config, mode);
        config.write();
    }
    for mode in [Mode::Yes2ModConfig, Mode::Mod2YesConfig, Mode::Mod2NoConfig] {
        rewrite_tristates(&mut config, mode);
    }
    let mut questions = Questions::new(random.below(2) == 0);
    let mut config = Config::new(tree);
    for _ in 0..200 {
        match questions.next(&mut config) {
            None => break,
            Some(Step::Show(_)) => {}
            Some(Step::Ask { .. }) => {
                let line = ["", "y", "n", "m", "1", "2", "?", "x", "0x5"][random.below(9)];
                if questions.answer(&mut config, line) != Answered::Taken {
                    questions.answer(&mut config, "");
                }
            }
        }
    }
}

#[test]
fn no_damage_brings_any_stage_down() {
    let all = corpus();
    let variable = |name| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let mut random = Random(variable("DAMAGE_SEED").unwrap_or(7));
    let long = variable("RUN_SLOW_TESTS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let (mut rounds, mut usable) = (0u64, 0u64);
    while long.map_or(rounds < 1500, |end| Instant::now() < end) {
        let state = random.0;
        let mut input = all[random.below(all.len())].clone();
        for _ in 0..=random.below(5) {
            damage(&mut random, &mut input.0, &all);
        }
        if random.below(3) == 0 {
            damage(&mut random, &mut input.1, &all);
        }
        let shown = || {
            format!(
                "state {state}\n{}\n----\n{}",
                String::from_utf8_lossy(&input.0),
                String::from_utf8_lossy(&input.1)
            )
        };
        let begun = Instant::now();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            through_everything(&input, &mut random);
        }));
        assert!(outcome.is_ok(), "{}", shown());
        // An optimised program takes thousandths of a second, a busy machine its time.
        assert!(begun.elapsed() < Duration::from_secs(60), "took {:?}: {}", begun.elapsed(), shown());
        rounds += 1;
        let files = Memory::default().with("Kconfig", input.0.clone());
        usable += u64::from(Tree::load(&LoadOptions::new("Kconfig", &files)).is_usable());
    }
    assert!(
        usable > rounds / 10,
        "{usable} of {rounds} trees could be used: the damage is too great to show anything"
    );
    if long.is_some() {
        eprintln!("{rounds} inputs, {usable} of them usable trees");
    }
}
