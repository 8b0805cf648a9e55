//! Three values of logic.

/// `n`, `m` or `y`, in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Tristate {
    /// No.
    #[default]
    No,
    /// Module.
    Mod,
    /// Yes.
    Yes,
}

impl Tristate {
    /// `n`, `m` or `y`.
    pub fn as_str(self) -> &'static str {
        match self {
            Tristate::No => "n",
            Tristate::Mod => "m",
            Tristate::Yes => "y",
        }
    }

    /// The value that `n`, `m` or `y` stands for.
    pub fn parse(text: &str) -> Option<Tristate> {
        match text {
            "n" => Some(Tristate::No),
            "m" => Some(Tristate::Mod),
            "y" => Some(Tristate::Yes),
            _ => None,
        }
    }

    /// `y` if it holds, else `n`.
    pub fn of(holds: bool) -> Tristate {
        if holds { Tristate::Yes } else { Tristate::No }
    }
}

impl std::ops::Not for Tristate {
    type Output = Tristate;

    fn not(self) -> Tristate {
        match self {
            Tristate::No => Tristate::Yes,
            Tristate::Mod => Tristate::Mod,
            Tristate::Yes => Tristate::No,
        }
    }
}

impl std::fmt::Display for Tristate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
