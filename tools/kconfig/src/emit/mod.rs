//! Generated code: cfgs, Rust constants, a C header, and the reference program's own outputs.
//!
//! The text stands in `templates/*.j2`. It says from what it was made and by which command, and holds no time and no
//! absolute path: the same inputs give the same bytes.

use crate::eval::Config;

/// The cfgs of a configuration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RustcCfg {
    /// What is on, as rustc takes it behind `--cfg`: `NAME`, or `NAME="value"` of a tristate.
    pub cfg: Vec<String>,
    /// What may be on, as rustc takes it behind `--check-cfg`: one for every bool and tristate of the tree.
    pub check_cfg: Vec<String>,
}

/// One cfg for each bool and tristate that is on, and a check-cfg for each there is. A bool is a flag
/// `PREFIX_NAME`; a tristate has also `PREFIX_NAME="y"` or `="m"`. Other types give none: they are constants.
pub fn rustc_cfg(config: &Config) -> RustcCfg {
    let _ = config;
    unimplemented!()
}

/// A Rust module: `pub const NAME` of every symbol: bool, `i64`, `u64` of a hex, `&str`; of a tristate a `&str`.
pub fn rust_constants(config: &Config) -> String {
    let _ = config;
    unimplemented!()
}

/// A C header with an include guard: `#define NAME 1` for `y`, `NAME_MODULE` for `m`, the value of the others.
pub fn c_header(config: &Config) -> String {
    let _ = config;
    unimplemented!()
}

/// `auto.conf` of the reference program, for make.
pub fn auto_conf(config: &Config) -> String {
    let _ = config;
    unimplemented!()
}

/// `autoconf.h` of the reference program.
pub fn auto_header(config: &Config) -> String {
    let _ = config;
    unimplemented!()
}

/// `rustc_cfg` of the reference program: one `--cfg=…` a line.
pub fn kernel_rustc_cfg(config: &Config) -> String {
    let _ = config;
    unimplemented!()
}
