//! The modes that read and write minimal configurations.

use super::FileMode;
use crate::session::Session;
use crate::stop::Stop;
use std::path::{Path, PathBuf};

/// `--defconfig=FILE`
pub(crate) struct DefConfig;

impl FileMode for DefConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::DefConfig
    }

    fn summary(&self) -> &'static str {
        "Make .config from a defconfig"
    }

    fn details(&self) -> &'static str {
        "What FILE does not name gets its default; the present .config is not read, and is kept as .config.old. With --linux \
         FILE may be the name of one of the kernel's, or be absent."
    }

    fn example(&self) -> &'static str {
        "conf --defconfig=configs/tiny_defconfig Kconfig"
    }

    fn run(&self, session: &mut Session, file: &Path) -> Result<(), Stop> {
        let file = match session.variables.kernel() {
            Some(kernel) => {
                let path = kernel.defconfig(file)?;
                if path.starts_with("arch") {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    session.say(&format!("*** Default configuration is based on '{name}'\n"))?;
                }
                path
            }
            None => named(self.mode(), file)?,
        };
        session.read_defconfig(&file)?;
        session.work_out_again();
        session.finish()
    }
}

/// `--savedefconfig=FILE`
pub(crate) struct SaveDefConfig;

impl FileMode for SaveDefConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::SaveDefConfig
    }

    fn summary(&self) -> &'static str {
        "Write what differs from the defaults to FILE"
    }

    fn details(&self) -> &'static str {
        "Reads .config and leaves it as it is. --defconfig=FILE gives the same configuration again."
    }

    fn example(&self) -> &'static str {
        "conf --savedefconfig=configs/my_defconfig Kconfig"
    }

    fn run(&self, session: &mut Session, file: &Path) -> Result<(), Stop> {
        let file = match session.variables.kernel() {
            Some(_) if file.as_os_str().is_empty() => PathBuf::from("defconfig"),
            _ => named(self.mode(), file)?,
        };
        session.read()?;
        session.refuse_unmet()?;
        session.save_minimal(&file)
    }
}

/// The file, which has to be named.
fn named(mode: kconfig::modes::Mode, file: &Path) -> Result<PathBuf, Stop> {
    let name = mode.name();
    match file.as_os_str().is_empty() {
        true => Err(Stop::because(format!("--{name} needs the name of a file: --{name}=FILE"))),
        false => Ok(file.to_owned()),
    }
}
