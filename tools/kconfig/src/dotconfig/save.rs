//! Files on disk: replaced as a whole, and only when their bytes change.

use crate::bytes;
use crate::eval::Config;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What [`Config::save`] did.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Saved {
    /// The file had these bytes already; it was not touched.
    Unchanged,
    /// The file was replaced.
    Written,
}

/// Whether a file survives a crash of the machine right after it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Durable {
    /// It is synced: that takes some milliseconds.
    Yes,
    /// It may be lost, and is made again then.
    No,
}

/// Whether the previous file is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Previous {
    Dropped,
    KeptAsOld,
}

impl Config {
    /// Writes `.config`, only if its bytes change: to a temporary file beside it, synced and renamed. Makes the
    /// folder if it is missing, keeps permissions and, where that is allowed, the owner, follows a link, and leaves the
    /// previous file as `NAME.old` where it can. A device or a pipe is written to as it is.
    ///
    /// # Errors
    /// What the system says; the old file is intact then.
    pub fn save(&mut self, path: &Path) -> io::Result<Saved> {
        let text = self.write();
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        let bytes = bytes::encode(&text);
        let saved = replace(path, &bytes, Previous::KeptAsOld, Durable::Yes)?;
        self.mark_saved(Some(&bytes));
        Ok(saved)
    }
}

/// Writes any generated file as [`Config::save`] does, without the `.old` copy.
///
/// # Errors
/// What the system says; the old file is intact then.
pub fn save_text(path: &Path, text: &str) -> io::Result<Saved> {
    replace(path, &bytes::encode(text), Previous::Dropped, Durable::Yes)
}

/// Writes a generated file whose time of change means something, as make reads it: as [`save_text`], but a file that
/// has these bytes already gets the present time.
///
/// # Errors
/// What the system says; the old file is intact then.
pub fn save_fresh(path: &Path, text: &str, durable: Durable) -> io::Result<Saved> {
    let saved = replace(path, &bytes::encode(text), Previous::Dropped, durable)?;
    if saved == Saved::Unchanged {
        let file = OpenOptions::new().append(true).open(path)?;
        file.set_modified(SystemTime::now())?;
    }
    Ok(saved)
}

fn replace(path: &Path, bytes: &[u8], previous: Previous, durable: Durable) -> io::Result<Saved> {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "Is a directory"));
        }
        // A device or a pipe is written to: there is nothing to lose, and to replace it would break it for others.
        Ok(there) if !there.is_file() => {
            OpenOptions::new().write(true).open(path)?.write_all(bytes)?;
            return Ok(Saved::Written);
        }
        _ => {}
    }
    // The file behind a link is replaced, not the link; a link to nothing is as good as no file.
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(e) if e.kind() == io::ErrorKind::NotFound => end_of_links(path),
        Err(e) => return Err(e),
    };
    let old = match fs::metadata(&target) {
        Ok(old) if old.len() == bytes.len() as u64 && fs::read(&target)? == bytes => {
            return Ok(Saved::Unchanged);
        }
        Ok(old) => Some(old),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(e),
    };
    let folder = folder_of(&target);
    let (mut file, temporary) = create_in(folder)?;
    let written = old.as_ref().map_or(Ok(()), |old| resemble(&file, old)).and_then(|()| {
        file.write_all(bytes)?;
        if durable == Durable::Yes { file.sync_all() } else { Ok(()) }
    });
    drop(file);
    let renamed = written.and_then(|()| {
        if old.is_some() && previous == Previous::KeptAsOld {
            keep(&target, path);
        }
        fs::rename(&temporary, &target)
    });
    if renamed.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    renamed?;
    // The rename itself is to survive a crash too, where folders can be synced.
    if durable == Durable::Yes
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
    Ok(Saved::Written)
}

/// Gives a new file the owner and the permissions of the one that it replaces, before anything is written to it.
fn resemble(file: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            // Only the administrator may give files away; a group that the user is in, the user may choose.
            let _ = fchown(file, Some(old.uid()), Some(old.gid()))
                .or_else(|_| fchown(file, None, Some(old.gid())));
        }
    }
    file.set_permissions(old.permissions())
}

/// Keeps the file as `NAME.old`, in one step as well: an older copy stays until there is a newer one. It is for
/// convenience, and that it fails is no reason not to save.
fn keep(target: &Path, path: &Path) {
    let mut name = path.as_os_str().to_owned();
    name.push(".old");
    let kept = Path::new(&name);
    let Ok((mut copy, temporary)) = create_in(folder_of(kept)) else { return };
    let copied = File::open(target).and_then(|mut old| {
        resemble(&copy, &old.metadata()?)?;
        io::copy(&mut old, &mut copy)
    });
    drop(copy);
    if copied.and_then(|_| fs::rename(&temporary, kept)).is_err() {
        let _ = fs::remove_file(&temporary);
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Where links lead whose end does not exist; else the path itself.
fn end_of_links(path: &Path) -> PathBuf {
    let mut end = path.to_owned();
    // A circle of links is the system's to refuse; this many it follows itself.
    for _ in 0..40 {
        match fs::read_link(&end) {
            Ok(to) => end = folder_of(&end).join(to),
            Err(_) => break,
        }
    }
    end
}

/// A new file in a folder, so that the rename is one step. Its name is short: that of the target may be as long as the
/// system allows.
fn create_in(folder: &Path) -> io::Result<(File, PathBuf)> {
    for attempt in 0..1000 {
        let path = folder.join(format!(".kconfig-{}-{attempt}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many temporary files are left in this folder"))
}
