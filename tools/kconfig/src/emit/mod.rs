//! Generated code: cfgs, Rust constants, a C header, and the reference program's own outputs.
//!
//! The text of our own files stands in `templates/*.j2`. It says from what it was made and by which command, and
//! holds no time and no absolute path: the same inputs give the same bytes. Symbols come in the order of the tree.

mod item;
pub mod kbuild;
mod rust;

use crate::eval::{Config, Tristate};
use crate::event::Type;
use item::Item;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};

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
/// Characters that rustc does not take in a name become `_`.
pub fn rustc_cfg(config: &Config) -> RustcCfg {
    let mut cfgs = RustcCfg { cfg: Vec::new(), check_cfg: Vec::new() };
    let logical = |kind| matches!(kind, Type::Bool | Type::Tristate);
    for item in item::all(config).filter(|item| logical(item.kind)) {
        let name = rust::identifier(&item.name);
        let tristate = item.kind == Type::Tristate;
        cfgs.check_cfg.push(match tristate {
            true => format!(r#"cfg({name}, values(none(), "y", "m"))"#),
            false => format!("cfg({name})"),
        });
        if item.tristate != Tristate::No {
            if tristate {
                cfgs.cfg.push(format!("{name}=\"{}\"", item.tristate));
            }
            cfgs.cfg.push(name);
        }
    }
    cfgs
}

/// A Rust module: `pub const NAME` of every symbol: `bool`, `i64` of an int, `u64` of a hex, `&str` of a string and
/// of a tristate. An int, hex or string that has no value now, because its dependencies do not hold, has no constant;
/// a number that its type cannot hold is a `&str`.
pub fn rust_constants(config: &Config) -> String {
    let constants: Vec<rust::Constant> =
        item::all(config).filter_map(|item| rust::Constant::of(&item)).collect();
    fill(config, "constants.rs", include_str!("../../templates/constants.rs.j2"), &constants, "")
}

/// A C header with an include guard: `#define NAME 1` for `y`, `NAME_MODULE` for `m`, the value of the others. `more`
/// comes behind the symbols, inside the guard.
pub fn c_header(config: &Config, more: &str) -> String {
    fill(config, "header.h", include_str!("../../templates/header.h.j2"), &written(config), more)
}

/// What is in a header: `n` is absent.
fn written(config: &Config) -> Vec<Item> {
    item::all(config).filter(|item| item.written && !item.off()).collect()
}

fn fill<T: serde::Serialize>(config: &Config, name: &str, template: &str, items: &[T], more: &str) -> String {
    let mut environment = Environment::new();
    let syntax =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.expect("only the treatment of white space differs from the default"));
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    let context = context! {
        title => config.tree().title(),
        items => Value::from(Serde(items)),
        more => more.trim_end(),
    };
    let text = environment.render_named_str(name, template, context);
    // The templates are part of this crate and every test fills them.
    text.expect("the templates of this crate are well formed")
}
