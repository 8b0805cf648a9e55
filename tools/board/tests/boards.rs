//! The boards of the repository, and the descriptions that must be refused.

use board::{Board, HOSTED_SIZE, Place, Request, Target};
use std::path::Path;

fn configs() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../configs"))
}

fn bare(triple: &str) -> Target {
    Target::Bare(triple.to_owned())
}

const SRAM: &str = r#"
name = "Mini"
symbol = "LOSCFG_PLATFORM_MINI"
defconfig = "mini_defconfig"
targets = ["thumbv7m-none-eabi"]
memory = [
    { name = "flash", kind = "rom", origin = 0, length = 0x1000 },
    { name = "sram", kind = "ram", origin = 0x2000_0000, length = 0x1_0000 },
]
stack = { region = "sram", reserve = 0x1000 }
pool = { policy = "end-of-bss", region = "sram" }
"#;

/// Parses the example with one text replaced and gives the error.
fn refused(from: &str, to: &str) -> String {
    assert!(SRAM.contains(from), "{from}");
    Board::parse("mini.toml", &SRAM.replace(from, to)).unwrap_err().to_string()
}

#[test]
fn every_board_file_has_its_choice_member_prompt_and_defconfig() {
    let boards = board::read_all(&configs().join("boards")).unwrap();
    let kconfig = std::fs::read_to_string(configs().join("boards/Kconfig")).unwrap();
    let symbols: Vec<&str> = kconfig
        .lines()
        .filter_map(|line| line.strip_prefix("config "))
        // The file also has symbols that boards select.
        .filter(|symbol| symbol.starts_with("LOSCFG_PLATFORM_"))
        .collect();
    let mut of_boards: Vec<&str> = boards.iter().map(|board| board.symbol.as_str()).collect();
    of_boards.sort_unstable();
    let mut of_kconfig = symbols.clone();
    of_kconfig.sort_unstable();
    assert_eq!(of_boards, of_kconfig);
    for board in &boards {
        let entry = format!("config {}\n\tbool \"{}\"\n", board.symbol, board.name);
        assert!(kconfig.contains(&entry), "{} is not in configs/boards/Kconfig", board.name);
        assert!(configs().join(&board.defconfig).exists(), "{} has no {}", board.name, board.defconfig);
    }
}

#[test]
fn unknown_keys_are_refused_with_their_line() {
    let message = refused("name = \"Mini\"", "name = \"Mini\"\nnick = 1");
    assert!(
        message.contains("mini.toml") && message.contains("line 3") && message.contains("nick"),
        "{message}"
    );
}

#[test]
fn contradictions_are_refused_with_a_cure() {
    for (from, to, words) in [
        ("origin = 0,", "origin = 0x2000_0800,", "overlap at 0x20000800"),
        ("length = 0x1000 }", "length = 0 }", "`flash` (0x0, 0x0 bytes) is empty"),
        ("reserve = 0x1000", "reserve = 0x1_0000", "leaves nothing of region `sram`"),
        ("stack = { region = \"sram\"", "stack = { region = \"dtcm\"", "it has flash, sram"),
        ("region = \"sram\" }\n", "region = \"flash\" }\n", "which is ROM"),
        ("\"flash\"", "\"sram\"", "two memory regions are named `sram`"),
        ("stack = { region = \"sram\", reserve = 0x1000 }", "", "there is no `[stack]`"),
        ("targets = [\"thumbv7m-none-eabi\"]", "", "add what is missing"),
    ] {
        let message = refused(from, to);
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn a_pool_that_reaches_the_stack_is_refused() {
    let message = refused(
        "{ policy = \"end-of-bss\", region = \"sram\" }",
        "{ policy = \"fixed\", address = 0x2000_8000, size = 0x8000 }",
    );
    assert!(
        message.contains("passes 0x2000f000") && message.contains("lower its size to 0x7000"),
        "{message}"
    );

    let board = Board::parse("mini.toml", SRAM).unwrap();
    let target = bare("thumbv7m-none-eabi");
    let ask = |address, size| board.place(&target, Request { address, size });
    assert!(ask(None, Some(0xf001)).unwrap_err().to_string().contains("reaches the stack"));
    assert!(ask(Some(0x2000_8000), Some(0x7001)).unwrap_err().to_string().contains("stack begins"));
    assert!(ask(Some(0x3000_0000), None).unwrap_err().to_string().contains("in no RAM region"));
    assert!(ask(Some(0x2000_f000), Some(u64::MAX)).is_err());
}

#[test]
fn configuration_overrides_the_boards_policy() {
    let board = Board::parse("mini.toml", SRAM).unwrap();
    let target = bare("thumbv7m-none-eabi");
    let ask = |address, size| board.place(&target, Request { address, size }).unwrap();
    assert_eq!(ask(None, None), Place::EndOfBss { end: 0x2000_f000 });
    assert_eq!(ask(None, Some(0x4000)), Place::StaticArray { size: 0x4000 });
    assert_eq!(ask(Some(0x2000_8000), None), Place::Fixed { address: 0x2000_8000, size: 0x7000 });
    assert_eq!(ask(Some(0x2000_8000), Some(0x100)), Place::Fixed { address: 0x2000_8000, size: 0x100 });
}

#[test]
fn a_hosted_target_always_uses_an_array() {
    for board in board::read_all(&configs().join("boards")).unwrap() {
        let ask = |size| board.place(&Target::Hosted, Request { address: Some(0x2000_0000), size }).unwrap();
        assert_eq!(ask(None), Place::StaticArray { size: HOSTED_SIZE });
        assert_eq!(ask(Some(0x5000)), Place::StaticArray { size: 0x5000 });
    }
}

#[test]
fn a_hosted_board_on_a_bare_target_stops_with_the_cure() {
    let boards = board::read_all(&configs().join("boards")).unwrap();
    let host = boards.iter().find(|board| board.is_hosted()).unwrap();
    let message = host.place(&bare("thumbv7m-none-eabi"), Request::default()).unwrap_err().to_string();
    assert!(message.contains("choose a board of that architecture"), "{message}");
}

#[test]
fn the_place_is_written_as_rust_and_c() {
    let fixed = Place::Fixed { address: 0x2000_8000, size: 0x100 };
    assert!(fixed.rust().ends_with("SysMemPlace::Fixed { addr: 0x20008000, size: 0x100 };\n"));
    assert!(fixed.c_header().contains("#define OS_SYS_MEM_ADDR ((void *)0x20008000UL)\n"));
    let rest = Place::EndOfBss { end: 0x2000_f000 };
    assert!(rest.rust().contains("EndOfBss { end: 0x2000f000 }"));
    assert!(
        rest.c_header().contains("#define OS_SYS_MEM_SIZE (0x2000f000UL - (unsigned long)__heap_start)\n")
    );
    let array = Place::StaticArray { size: 64 };
    assert!(array.rust().contains("StaticArray { size: 0x40 }"));
    assert!(array.c_header().contains("#define OS_SYS_MEM_ADDR ((void *)&m_aucSysMem1[0])\n"));
}

/// The lines of the example's linker script, with one text of the board replaced.
fn script(from: &str, to: &str) -> String {
    assert!(SRAM.contains(from), "{from}");
    Board::parse("mini.toml", &SRAM.replace(from, to)).unwrap().linker_script().unwrap()
}

#[test]
fn the_linker_script_gives_the_pool_what_lies_between_bss_and_the_stack() {
    let script = script("", "");
    for line in [
        "/* From mini.toml. Written by the crate `board`. */",
        "ENTRY(_start)",
        "    flash (rx) : ORIGIN = 0x0, LENGTH = 0x1000",
        "    sram (rwx) : ORIGIN = 0x20000000, LENGTH = 0x10000",
        "    .text : ALIGN(8) { KEEP(*(.start)) *(.text .text.*) } > flash",
        "    } > sram AT > flash",
        "__heap_start = __bss_end;",
        "__heap_end = 0x2000f000;",
        "__stack_top = 0x20010000;",
    ] {
        assert!(script.lines().any(|l| l == line), "no line `{line}` in\n{script}");
    }
    let board = Board::parse("mini.toml", SRAM).unwrap();
    let Ok(Place::EndOfBss { end }) = board.place(&bare("thumbv7m-none-eabi"), Request::default()) else {
        panic!("the example's pool lies behind .bss");
    };
    assert!(script.contains(&format!("__heap_end = {end:#x};")), "the library and the linker agree");
}

#[test]
fn a_program_whose_data_reach_stack_or_pool_does_not_link() {
    let at_stack = script("", "");
    assert!(at_stack.contains("ASSERT(__bss_end <= 0x2000f000, \"Mini: .data and .bss pass 0x2000f000, where the stack reserve begins"));
    let at_pool = script(
        "{ policy = \"end-of-bss\", region = \"sram\" }",
        "{ policy = \"fixed\", address = 0x2000_8000, size = 0x1000 }",
    );
    assert!(
        at_pool.contains("ASSERT(__bss_end <= 0x20008000,")
            && at_pool.contains("where the system pool begins")
    );
}

#[test]
fn a_board_without_rom_is_loaded_into_its_ram() {
    let script = script("    { name = \"flash\", kind = \"rom\", origin = 0, length = 0x1000 },\n", "");
    assert!(
        script.contains("*(.text .text.*) } > sram") && script.contains("} > sram AT > sram"),
        "{script}"
    );
}

#[test]
fn every_board_is_hosted_or_has_a_linker_script() {
    for board in board::read_all(&configs().join("boards")).unwrap() {
        match board.linker_script() {
            Ok(script) => assert!(script.contains("__heap_end") && !board.is_hosted()),
            Err(error) => assert!(board.is_hosted(), "{error}"),
        }
    }
}

#[test]
fn an_emulator_is_for_boards_without_an_operating_system() {
    let emulated =
        format!("{SRAM}\n[emulator]\nprogram = \"qemu-system-arm\"\narguments = [\"-machine\", \"mini\"]\n");
    let board = Board::parse("mini.toml", &emulated).unwrap();
    assert_eq!(board.emulator.unwrap().arguments, ["-machine", "mini"]);
    let hosted = "name = \"H\"\nsymbol = \"S\"\ndefconfig = \"d\"\npool = { policy = \"static-array\", size = 1 }\n\
                  emulator = { program = \"true\" }\n";
    assert!(Board::parse("h.toml", hosted).unwrap_err().to_string().contains("remove it"));
}
