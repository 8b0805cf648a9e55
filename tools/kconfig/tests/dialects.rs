//! Every construct that some dialect lacks, in every dialect: it is taken, or the message names who takes it.

use kconfig::dialect::{Dialect, Feature};
use kconfig::source::Memory;
use kconfig::{Config, LoadOptions, Tree};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A construct, and a tree whose only difficulty it is.
const CONSTRUCTS: [(Feature, &str); 24] = [
    (Feature::Globs, "source \"parts/*\"\n"),
    (Feature::RelativeSource, "rsource \"parts/one\"\n"),
    (Feature::RelativeSource, "osource \"parts/one\"\n"),
    (Feature::RelativeSource, "orsource \"parts/one\"\n"),
    (Feature::RelativeSource, "gsource \"parts/one\"\n"),
    (Feature::RelativeSource, "grsource \"parts/one\"\n"),
    (Feature::TypedDefaults, "config A\n\tdef_int 5\n"),
    (Feature::TypedDefaults, "config A\n\tdef_hex 0x5\n"),
    (Feature::TypedDefaults, "config A\n\tdef_string \"5\"\n"),
    (Feature::DashedHelp, "config A\n\tbool \"a\"\n\t---help---\n\t  text\n"),
    (Feature::Options, "config A\n\tbool \"a\"\n\toption modules\n"),
    (Feature::Options, "config A\n\tstring\n\toption env=\"SET\"\n"),
    (Feature::Options, "config A\n\tbool \"a\"\n\toption allnoconfig_y\n"),
    (Feature::Boolean, "config A\n\tboolean \"a\"\n"),
    (Feature::OldSpellings, "config A\n\tbool \"a\"\n\tdepends !B\n"),
    (Feature::OptionalChoices, "choice\n\tprompt \"c\"\n\toptional\nconfig A\n\tbool \"a\"\nendchoice\n"),
    (Feature::OptionalChoices, "choice\n\tprompt \"c\"\n\ttristate\nconfig A\n\ttristate \"a\"\nendchoice\n"),
    (Feature::NamedChoices, "choice NAME\n\tprompt \"c\"\nconfig A\n\tbool \"a\"\nendchoice\n"),
    (Feature::OpenChoices, "choice\n\tprompt \"c\"\nmenuconfig A\n\tbool \"a\"\nendchoice\n"),
    (Feature::ConfigDefault, "config A\n\tbool \"a\"\nconfigdefault A\n\tdefault y\n"),
    (Feature::Transitional, "config A\n\tbool\n\ttransitional\n"),
    (Feature::ConditionalDepends, "config A\n\tbool \"a\"\n\tdepends on !B if C\n"),
    (Feature::DollarNames, "source \"$FOLDER/one\"\n"),
    (Feature::LateMainmenu, "config A\n\tbool \"a\"\nmainmenu \"late\"\n"),
];

fn load(text: &str, dialect: Dialect) -> Tree {
    let files = Memory::default().with("Kconfig", text).with("parts/one", "config ONE\n\tbool \"one\"\n");
    let environment = BTreeMap::from([("FOLDER", "parts"), ("SET", "x")].map(|(n, v)| (n.into(), v.into())));
    Tree::load(&LoadOptions::new("Kconfig", &files).dialect(dialect).environment(&environment))
}

#[test]
fn a_construct_is_taken_or_the_message_names_the_dialects_that_take_it() {
    let mut wrong = String::new();
    for (feature, text) in CONSTRUCTS {
        for dialect in Dialect::ALL {
            let tree = load(text, dialect);
            if dialect.has(feature) {
                for finding in tree.diagnostics().iter().filter(|_| !tree.is_usable()) {
                    wrong += &format!("{dialect} has {feature:?}, and says {}: {text}\n", finding.message);
                }
                continue;
            }
            let names = |help: &str| Dialect::with(feature).all(|other| help.contains(other.name()));
            let helped = tree.diagnostics().iter().any(|f| f.help.as_deref().is_some_and(names));
            if tree.is_usable() || !helped {
                let said: Vec<_> = tree.diagnostics().iter().map(|f| (&f.message, &f.help)).collect();
                wrong += &format!("{dialect} lacks {feature:?}, and says {said:?}: {text}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_file_may_be_sourced_twice_except_where_the_dialect_forbids_it() {
    for dialect in Dialect::ALL {
        let tree = load("source \"parts/one\"\nsource \"parts/one\"\n", dialect);
        assert_eq!(tree.is_usable(), !dialect.has(Feature::SourceOnce), "{dialect}");
    }
}

#[test]
fn text_without_quotes_stands_where_the_dialect_has_it() {
    for dialect in Dialect::ALL {
        let tree = load("source parts/one\ncomment word\n", dialect);
        assert_eq!(tree.is_usable(), dialect.has(Feature::UnquotedText), "{dialect}");
    }
}

#[test]
fn configdefault_adds_a_default_without_defining() {
    let text = "configdefault A\n\tdefault y if B\n\nconfig A\n\tbool \"a\"\n\nconfig B\n\tdef_bool y\n";
    let config = Config::new(Arc::new(load(text, Dialect::Kconfiglib)));
    assert!(config.write().ends_with("CONFIG_A=y\nCONFIG_B=y\n"), "{}", config.write());
}

#[test]
fn a_function_that_nobody_supplies_is_named_and_a_refused_call_is_an_error() {
    use kconfig::preprocess::Environment;
    struct Project;
    impl Environment for Project {
        fn get(&self, _: &str) -> Option<String> {
            None
        }
        fn call(&self, function: &str, arguments: &[String]) -> Option<Result<String, String>> {
            (function == "node").then(|| match arguments {
                [one] => Ok(one.trim().to_uppercase()),
                _ => Err("one node, please".to_owned()),
            })
        }
    }
    let tree = |text: &str| {
        let files = Memory::default().with("Kconfig", text);
        let options = LoadOptions::new("Kconfig", &files).dialect(Dialect::Kconfiglib).environment(&Project);
        Tree::load(&options)
    };
    let said = |tree: &Tree| tree.diagnostics().iter().map(|f| f.message.clone()).collect::<Vec<_>>();
    let good = tree("config A\n\tdef_string \"$(node, uart)\"\n");
    assert!(Config::new(Arc::new(good)).write().ends_with("CONFIG_A=\"UART\"\n"));
    let refused = tree("config A\n\tdef_string \"$(node,a,b)\"\n");
    assert!(!refused.is_usable() && said(&refused)[0].contains("one node, please"), "{:?}", said(&refused));
    let unknown = tree("config A\n\tdef_string \"$(dt_alias,a)\"\n");
    assert!(said(&unknown)[0].contains("dt_alias"), "{:?}", said(&unknown));
    let help = unknown.diagnostics().iter().next().and_then(|f| f.help.clone()).unwrap_or_default();
    assert!(help.contains("supplied by the program"), "{help}");
}
