//! The symbols that an archive defines and asks for.

use crate::Error;
use object::read::archive::ArchiveFile;
use object::{Object, ObjectSymbol};
use std::collections::BTreeSet;
use std::path::Path;

/// The names of the global symbols of all members of an archive.
#[derive(Default)]
pub(crate) struct Symbols {
    /// Those that a member defines.
    pub(crate) defined: BTreeSet<String>,
    /// Those that a member needs, also if another one defines them.
    pub(crate) asked: BTreeSet<String>,
}

impl Symbols {
    pub(crate) fn of(archive: &Path) -> Result<Symbols, Error> {
        let say = |e: &dyn std::fmt::Display| Error::new(format!("{}: {e}", archive.display()));
        let bytes = std::fs::read(archive).map_err(|e| say(&e))?;
        let file = ArchiveFile::parse(&*bytes).map_err(|e| say(&e))?;
        let mut symbols = Symbols::default();
        for member in file.members() {
            let member = member.map_err(|e| say(&e))?;
            let data = member.data(&*bytes).map_err(|e| say(&e))?;
            // Metadata are members too, and no object files.
            let Ok(object) = object::File::parse(data) else { continue };
            for symbol in object.symbols().filter(|symbol| symbol.is_global()) {
                let names = if symbol.is_undefined() { &mut symbols.asked } else { &mut symbols.defined };
                names.extend(symbol.name().ok().filter(|name| !name.is_empty()).map(str::to_owned));
            }
        }
        Ok(symbols)
    }
}
