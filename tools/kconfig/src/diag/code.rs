//! The numbers of the diagnostics.

/// `K` and four digits. 00xx: lexing and parsing; 01xx: macros and files; 02xx: the model; 03xx: `.config`;
/// 04xx: evaluation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Code(pub u16);

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "K{:04}", self.0)
    }
}
