//! Files on disk: replaced as a whole, and only when their bytes change.

use crate::eval::Config;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What [`Config::save`] did.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Saved {
    /// The file had these bytes already; it was not touched.
    Unchanged,
    /// The file was replaced.
    Written,
}

/// Whether the previous file is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Previous {
    Dropped,
    KeptAsOld,
}

impl Config {
    /// Writes `.config`, only if its bytes change: to a temporary file beside it, synced and renamed. Makes the
    /// folder if it is missing, keeps the permissions, follows a link, and leaves the previous file as `NAME.old`
    /// where it can.
    ///
    /// # Errors
    /// What the system says; the old file is intact then.
    pub fn save(&mut self, path: &Path) -> io::Result<Saved> {
        let text = self.write();
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        let saved = replace(path, text.as_bytes(), Previous::KeptAsOld)?;
        self.mark_saved(Some(text.as_bytes()));
        Ok(saved)
    }
}

/// Writes any generated file as [`Config::save`] does, without the `.old` copy.
///
/// # Errors
/// What the system says; the old file is intact then.
pub fn save_text(path: &Path, text: &str) -> io::Result<Saved> {
    replace(path, text.as_bytes(), Previous::Dropped)
}

fn replace(path: &Path, bytes: &[u8], previous: Previous) -> io::Result<Saved> {
    // The file behind a link is replaced, not the link; a link to nothing is as good as no file.
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(e) if e.kind() == io::ErrorKind::NotFound => link_target(path),
        Err(e) => return Err(e),
    };
    let old = match fs::read(&target) {
        Ok(old) if old == bytes => return Ok(Saved::Unchanged),
        Ok(old) => Some(old),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(e),
    };
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let (mut file, temporary) = create_beside(folder, &target)?;
    let written = file.write_all(bytes).and_then(|()| {
        if old.is_some() {
            file.set_permissions(fs::metadata(&target)?.permissions())?;
        }
        file.sync_all()
    });
    drop(file);
    let renamed = written.and_then(|()| {
        if let (Some(old), Previous::KeptAsOld) = (&old, previous) {
            // A copy for convenience: that it fails is no reason not to save.
            let mut name = path.as_os_str().to_owned();
            name.push(".old");
            let _ = fs::write(name, old);
        }
        fs::rename(&temporary, &target)
    });
    if renamed.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    renamed?;
    // The rename itself is to survive a crash too, where folders can be synced.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(Saved::Written)
}

/// Where a link leads whose end does not exist; else the path itself.
fn link_target(path: &Path) -> PathBuf {
    match fs::read_link(path) {
        Ok(to) => path.parent().unwrap_or(Path::new("")).join(to),
        Err(_) => path.to_owned(),
    }
}

/// A new file in the same folder, so that the rename is one step.
fn create_beside(folder: &Path, target: &Path) -> io::Result<(File, PathBuf)> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    for attempt in 0..1000 {
        let path = folder.join(format!(".{name}.{}.{attempt}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many temporary files are left in this folder"))
}
