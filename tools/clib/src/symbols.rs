//! The symbols that an archive defines.

use crate::Error;
use object::read::archive::ArchiveFile;
use object::{Object, ObjectSymbol};
use std::collections::BTreeSet;
use std::path::Path;

/// The names of all global symbols that the members of an archive define.
pub(crate) fn defined(archive: &Path) -> Result<BTreeSet<String>, Error> {
    let say = |e: &dyn std::fmt::Display| Error::new(format!("{}: {e}", archive.display()));
    let bytes = std::fs::read(archive).map_err(|e| say(&e))?;
    let file = ArchiveFile::parse(&*bytes).map_err(|e| say(&e))?;
    let mut names = BTreeSet::new();
    for member in file.members() {
        let member = member.map_err(|e| say(&e))?;
        let data = member.data(&*bytes).map_err(|e| say(&e))?;
        // Metadata are members too, and no object files.
        let Ok(object) = object::File::parse(data) else { continue };
        for symbol in object.symbols() {
            if symbol.is_global()
                && symbol.is_definition()
                && let Ok(name) = symbol.name()
            {
                names.insert(name.to_owned());
            }
        }
    }
    Ok(names)
}
