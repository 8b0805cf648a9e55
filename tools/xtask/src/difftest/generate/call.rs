//! How `conf` is called: one mode for each case.

use super::Maker;
use crate::difftest::input::Input;

/// A mode and what it needs.
struct Mode {
    option: &'static str,
    /// The file that the option names.
    file: Option<&'static str>,
    needs: Needs,
    /// How often it is taken.
    weight: usize,
}

/// What a mode reads beside the tree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Perhaps fixed values.
    Nothing,
    /// `.config`.
    Config,
    /// The file that its option names.
    File,
    /// `.config` and answers.
    Answers,
}

const fn mode(option: &'static str, file: Option<&'static str>, needs: Needs, weight: usize) -> Mode {
    Mode { option, file, needs, weight }
}

/// The modes that are compared.
const MODES: [Mode; 13] = [
    mode("--alldefconfig", None, Needs::Nothing, 10),
    mode("--allnoconfig", None, Needs::Nothing, 8),
    mode("--allyesconfig", None, Needs::Nothing, 8),
    mode("--allmodconfig", None, Needs::Nothing, 8),
    mode("--olddefconfig", None, Needs::Config, 24),
    mode("--savedefconfig", Some("defconfig"), Needs::Config, 10),
    mode("--defconfig", Some("my_defconfig"), Needs::File, 4),
    mode("--listnewconfig", None, Needs::Config, 6),
    mode("--helpnewconfig", None, Needs::Config, 4),
    mode("--oldconfig", None, Needs::Answers, 10),
    mode("--oldaskconfig", None, Needs::Answers, 5),
    mode("--mod2yesconfig", None, Needs::Config, 3),
    mode("--yes2modconfig", None, Needs::Config, 0),
];

impl Maker<'_> {
    /// Chooses a mode and makes what it reads.
    pub(super) fn call(&mut self, input: &mut Input) {
        let total: usize = MODES.iter().map(|mode| mode.weight).sum();
        let mut place = self.random.below(total);
        let mode = MODES.iter().find(|mode| {
            let here = place < mode.weight;
            place = place.saturating_sub(mode.weight);
            here
        });
        let mode = mode.unwrap_or(&MODES[0]);
        let mut variable =
            |name: &str, value: &str| input.environment.push((name.to_owned(), value.to_owned()));
        let mut prefix = "CONFIG_";
        if self.random.chance(5) {
            prefix = self.random.pick(&["", "X_", "CONFIG", "#"]);
            variable("CONFIG_", prefix);
        }
        if self.macros {
            if self.random.chance(50) {
                variable("ENV1", self.random.pick(&["y", "n", "S0", "word", "$(M0)", "a,b", ""]));
            }
            if self.random.chance(50) {
                variable("ENV2", self.random.pick(&["y", "2", "\"q\"", "\\"]));
            }
        }
        if self.random.chance(3) {
            variable("KCONFIG_WERROR", self.random.pick(&["1", "", "0"]));
        }
        if self.random.chance(5) {
            variable("KCONFIG_WARN_UNKNOWN_SYMBOLS", "1");
        }
        let mut config = ".config";
        if self.random.chance(2) {
            config = "other";
            variable("KCONFIG_CONFIG", config);
        }
        let mut files = Vec::new();
        match mode.needs {
            Needs::Nothing => {
                if self.random.chance(25) {
                    let name = self.random.pick(&["fixed", "1", "", "all.config", "missing", "1"]);
                    variable("KCONFIG_ALLCONFIG", name);
                    let own =
                        format!("{}.config", mode.option.trim_start_matches("--").trim_end_matches("config"));
                    match name {
                        "1" | "" => {
                            files.push(if self.random.chance(50) { own } else { "all.config".to_owned() })
                        }
                        "missing" => {}
                        name => files.push(name.to_owned()),
                    }
                }
                if self.random.chance(10) {
                    files.push(config.to_owned());
                }
            }
            Needs::File => files.extend(mode.file.map(str::to_owned).filter(|_| !self.random.chance(2))),
            Needs::Config | Needs::Answers => match self.random.below(20) {
                0 => {}
                1 => {
                    variable(
                        "KCONFIG_DEFCONFIG_LIST",
                        self.random.pick(&["fallback", "missing", "./fallback"]),
                    );
                    files.push("fallback".to_owned());
                }
                _ => files.push(config.to_owned()),
            },
        }
        for name in files {
            let text = self.config_file(prefix);
            input.files.insert(name, text);
        }
        if mode.needs == Needs::Answers {
            input.stdin = self.answers();
        }
        if self.random.chance(4) {
            input.arguments.push("-s".to_owned());
        }
        input.arguments.push(mode.option.to_owned());
        input.arguments.extend(mode.file.map(str::to_owned));
    }
}
