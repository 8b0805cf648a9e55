//! Writes the files of `include/` that the Linux build reads.
//!
//! Knows nothing of what stands in them: that is [`kconfig::emit::kbuild`].

use crate::session::{Session, variable};
use crate::stop::Stop;
use kconfig::dotconfig::{Durable, save_fresh};
use kconfig::emit::kbuild;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Where the files are.
struct Names {
    auto_conf: String,
    header: String,
    rustc_cfg: String,
}

impl Names {
    fn of_environment() -> Names {
        let name = |name, otherwise: &str| variable(name).unwrap_or_else(|| otherwise.to_owned());
        Names {
            auto_conf: name("KCONFIG_AUTOCONFIG", "include/config/auto.conf"),
            header: name("KCONFIG_AUTOHEADER", "include/generated/autoconf.h"),
            rustc_cfg: name("KCONFIG_RUSTCCFG", "include/generated/rustc_cfg"),
        }
    }
}

/// Writes all files anew, and touches one file for each symbol that changed since they were written last.
pub(crate) fn write(session: &mut Session) -> Result<(), Stop> {
    let names = Names::of_environment();
    write_all(session, &names, Durable::Yes).map_err(|error| match error {
        Failure::Stop(stop) => stop,
        Failure::File(path, error) => Stop::because(format!(
            "cannot write {}: {error}\n\n*** Error during sync of the configuration.\n",
            path.display()
        )),
    })
}

/// Writes all files, unless `auto.conf` is there already. That this fails is no failure of the mode: it is said, and
/// the next build makes them.
pub(crate) fn write_missing(session: &mut Session) -> Result<(), Stop> {
    let names = Names::of_environment();
    match fs::metadata(session.in_folder(&names.auto_conf)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        _ => return Ok(()),
    }
    // Nothing is lost with them, and the mode is not to take longer for them.
    match write_all(session, &names, Durable::No) {
        Ok(()) => Ok(()),
        Err(Failure::Stop(stop)) => Err(stop),
        Err(Failure::File(path, error)) => {
            let text =
                format!("conf: cannot write {}: {error}; the next --syncconfig will\n", path.display());
            Ok(crate::report::err(&text)?)
        }
    }
}

enum Failure {
    Stop(Stop),
    File(PathBuf, io::Error),
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Failure {
        Failure::Stop(stop)
    }
}

/// In the order that make relies on: `auto.conf` comes last, so that a run that was cut short is done again.
fn write_all(session: &mut Session, names: &Names, durable: Durable) -> Result<(), Failure> {
    let command = kbuild::auto_conf_cmd(session.config.tree(), &names.auto_conf);
    save(session.in_folder(&format!("{}.cmd", names.auto_conf)), &command, durable)?;
    touch_changed(session, names)?;
    save(session.in_folder(&names.header), &kbuild::auto_header(&session.config), durable)?;
    save(session.in_folder(&names.rustc_cfg), &kbuild::kernel_rustc_cfg(&session.config), durable)?;
    save(session.in_folder(&names.auto_conf), &kbuild::auto_conf(&session.config), durable)
}

fn save(path: PathBuf, text: &str, durable: Durable) -> Result<(), Failure> {
    let saved = make_folder(&path).and_then(|()| save_fresh(&path, text, durable));
    saved.map(drop).map_err(|error| Failure::File(path, error))
}

fn touch_changed(session: &mut Session, names: &Names) -> Result<(), Failure> {
    let path = session.in_folder(&names.auto_conf);
    // One that cannot be read is as good as none: everything is touched then.
    let previous = session.text_of(&path).unwrap_or_default();
    let changed = kbuild::changed_since(&mut session.config, &names.auto_conf, previous.as_deref());
    session.report.print(&changed.found, session.config.sources()).map_err(Stop::from)?;
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    for name in changed.names {
        let file = folder.join(name);
        touch(&file).map_err(|error| Failure::File(file, error))?;
    }
    Ok(())
}

/// Makes a file, or gives it the present time.
fn touch(path: &Path) -> io::Result<()> {
    let open = || OpenOptions::new().create(true).append(true).open(path);
    let file = match open() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => make_folder(path).and_then(|()| open())?,
        opened => opened?,
    };
    // An empty file: there is nothing that a crash could lose.
    file.set_modified(SystemTime::now())
}

fn make_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => fs::create_dir_all(folder),
        _ => Ok(()),
    }
}
