//! Which runs are compared.

use super::kernel::Kernel;
use super::scenario::{Act, Scenario, Step, Who};
use crate::oracle::Series;
use anyhow::Result;

/// How much is compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Extent {
    /// What fits into every check of a change.
    Quick,
    /// All architectures, modes, defconfigs and fragments.
    Full,
}

/// The architectures of the quick form.
const QUICK: [&str; 4] = ["x86", "arm64", "riscv", "um"];
/// The quick form takes so many defconfigs of each, and so many go through all modes in the full one.
const QUICK_DEFCONFIGS: usize = 3;
/// The architectures that are compared with the older reference.
const OLDER: [&str; 2] = ["x86", "arm"];
/// So many random configurations of each kind.
const SEEDS: u32 = 20;

/// What is compared of a kernel: the first of each architecture, then the second, so that a run that is cut short has
/// seen something of each.
pub(super) fn scenarios(kernel: &Kernel, extent: Extent) -> Result<Vec<Scenario>> {
    let mut found = Vec::new();
    for arch in kernel.architectures()? {
        let quick = QUICK.contains(&arch.as_str());
        let older = OLDER.contains(&arch.as_str());
        let wanted = match kernel.series {
            Series::Linux6_12 => quick || extent == Extent::Full,
            Series::Linux6_1 => older && extent == Extent::Full,
        };
        if wanted {
            let mut list = List { kernel, arch, extent, found: Vec::new() };
            list.fill()?;
            found.extend(list.found.into_iter().enumerate());
        }
    }
    // Stable: architectures stay in order.
    found.sort_by_key(|(place, _)| *place);
    Ok(found.into_iter().map(|(_, scenario)| scenario).collect())
}

struct List<'k> {
    kernel: &'k Kernel,
    arch: String,
    extent: Extent,
    found: Vec<Scenario>,
}

impl List<'_> {
    fn add(&mut self, name: impl Into<String>, steps: Vec<Step>) {
        let (series, arch, name) = (self.kernel.series, self.arch.clone(), name.into());
        self.found.push(Scenario { series, arch, name, steps });
    }

    fn fill(&mut self) -> Result<()> {
        self.everywhere();
        let mut defconfigs = self.kernel.defconfigs(&self.arch)?;
        if self.extent == Extent::Quick {
            defconfigs.truncate(QUICK_DEFCONFIGS);
        }
        for (at, defconfig) in defconfigs.iter().enumerate() {
            self.defconfig(defconfig, at < QUICK_DEFCONFIGS);
        }
        if self.extent == Extent::Full {
            self.questions()?;
            for fragment in self.kernel.fragments(&self.arch)? {
                self.fragment(&fragment);
            }
            (1..=SEEDS).for_each(|seed| self.random(seed));
        }
        Ok(())
    }

    /// The modes that need no configuration, and what is made of theirs.
    fn everywhere(&mut self) {
        let step = Step::new;
        self.add(
            "allmodconfig",
            vec![
                step("allmodconfig"),
                step("listnewconfig"),
                step("savedefconfig").file("defconfig"),
                step("syncconfig"),
                step("mod2yesconfig"),
                step("yes2modconfig"),
                step("syncconfig").after(Act::RemoveTouched),
                step("mod2noconfig"),
                step("olddefconfig"),
                step("syncconfig").after(Act::RemoveTouched),
            ],
        );
        self.add(
            "allyesconfig",
            vec![
                step("allyesconfig"),
                step("savedefconfig").file("defconfig"),
                step("yes2modconfig"),
                step("mod2noconfig"),
                step("syncconfig"),
            ],
        );
        self.add(
            "allnoconfig",
            vec![
                step("allnoconfig"),
                step("savedefconfig").file("defconfig"),
                step("olddefconfig").after(Act::Copy("defconfig", ".config")),
                step("listnewconfig"),
                step("syncconfig"),
            ],
        );
        self.add(
            "alldefconfig",
            vec![
                // The record of answers must not make a difference.
                step("alldefconfig").running_probes(),
                step("alldefconfig").without_effect(),
                step("savedefconfig").file("defconfig"),
                step("oldconfig"),
                step("syncconfig").silent(),
                step("syncconfig").without_effect(),
            ],
        );
    }

    /// What is done with a defconfig, and with the first few of them beside that.
    fn defconfig(&mut self, path: &str, more: bool) {
        let step = Step::new;
        let again = || Act::Take(path.to_owned(), ".config");
        let mut steps = vec![
            step("defconfig").file(path),
            step("savedefconfig").file("defconfig"),
            step("olddefconfig").after(Act::Copy("defconfig", ".config")),
            step("olddefconfig").after(again()).with("KCONFIG_WARN_UNKNOWN_SYMBOLS", "1"),
        ];
        if more {
            steps.extend([step("listnewconfig").after(again()), step("helpnewconfig")]);
        }
        if more && self.extent == Extent::Full {
            steps.extend([
                step("syncconfig").after(again()),
                step("olddefconfig").after(again()).with("KCONFIG_WERROR", "1"),
                step("olddefconfig").after(again()),
                step("mod2yesconfig"),
                step("yes2modconfig"),
                step("mod2noconfig"),
            ]);
        }
        self.add(path, steps);
    }

    /// The modes that ask, with nobody there to answer and with somebody who answers everything alike.
    fn questions(&mut self) -> Result<()> {
        let step = Step::new;
        self.add(
            "questions",
            vec![
                step("oldaskconfig"),
                step("alldefconfig"),
                step("oldaskconfig"),
                step("oldaskconfig").answers(YES),
                step("oldaskconfig").answers(HELP),
                step("oldconfig").after(Act::Take("kernel/configs/tiny-base.config".to_owned(), ".config")),
                step("oldconfig").answers(NO),
                step("syncconfig"),
            ],
        );
        if let Some(first) = self.kernel.defconfigs(&self.arch)?.first() {
            self.add(
                "a list of defconfigs",
                vec![
                    step("olddefconfig").with("KCONFIG_DEFCONFIG_LIST", format!("missing {first}")),
                    step("allnoconfig").with("KCONFIG_ALLCONFIG", first.as_str()),
                    step("allyesconfig").with("KCONFIG_ALLCONFIG", first.as_str()),
                    step("allmodconfig").with("KCONFIG_ALLCONFIG", first.as_str()),
                    step("alldefconfig").with("KCONFIG_ALLCONFIG", first.as_str()),
                    step("alldefconfig").with("KCONFIG_ALLCONFIG", "1"),
                ],
            );
        }
        Ok(())
    }

    fn fragment(&mut self, path: &str) {
        let step = Step::new;
        let with = |mode| step(mode).with("KCONFIG_ALLCONFIG", path);
        let steps =
            vec![with("allnoconfig"), step("olddefconfig").after(Act::Take(path.to_owned(), ".config"))];
        self.add(path, steps);
    }

    fn random(&mut self, seed: u32) {
        let step = |mode| Step::new(mode).with("KCONFIG_SEED", format!("{seed}"));
        let last = || Step::new("olddefconfig");
        self.add(format!("their random {seed}"), vec![step("randconfig").by(Who::Theirs), last()]);
        self.add(
            format!("our random {seed}"),
            vec![step("randconfig").by(Who::Ours), last().without_effect()],
        );
    }
}

const YES: &str = "y\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\n";
const NO: &str = "n\nn\nn\nn\nn\nn\nn\nn\nn\nn\nn\nn\nn\nn\nn\nn\nn\nn\nn\nn\n";
const HELP: &str = "?\n\n?\n\n?\n\n?\n\n?\n\n?\n\n?\n\n?\n\nm\n1\n2\n\n\nn\ny\nn\ny\n";
