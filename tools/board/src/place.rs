//! Where the system pool goes, for one board, target and configuration.

use crate::{Board, Error, Kind, Policy};

/// Bytes of the array that stands in, on a hosted target, for a board whose pool has no size of its own.
pub const HOSTED_SIZE: u64 = 0x10_0000;

/// What the program is compiled for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A program under an operating system.
    Hosted,
    /// This target triple, without one.
    Bare(String),
}

impl Target {
    /// The target of the package whose build script this is.
    ///
    /// # Errors
    /// [`Error::NotABuildScript`] where Cargo has not set the target's variables.
    pub fn of_build() -> Result<Target, Error> {
        let variable = |name| std::env::var(name).map_err(|_| Error::NotABuildScript(name));
        Ok(match variable("CARGO_CFG_TARGET_OS")?.as_str() {
            "none" => Target::Bare(variable("TARGET")?),
            _ => Target::Hosted,
        })
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Target::Hosted => "a hosted target",
            Target::Bare(triple) => triple,
        })
    }
}

/// What the configuration asks for; `None` leaves it to the board.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Request {
    /// The first address.
    pub address: Option<u64>,
    /// The number of bytes.
    pub size: Option<u64>,
}

/// Where the system pool lies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// At an address.
    Fixed {
        /// First byte.
        address: u64,
        /// Bytes.
        size: u64,
    },
    /// From the end of .bss, which the linker knows, to this address.
    EndOfBss {
        /// The address after the last byte.
        end: u64,
    },
    /// An array that the linker places.
    StaticArray {
        /// Bytes.
        size: u64,
    },
}

impl Board {
    /// Where the system pool goes. On a hosted target it is always an array.
    ///
    /// # Errors
    /// [`Error::Misfit`] if a hosted board meets a bare target, or the pool would leave its region or reach the stack.
    pub fn place(&self, target: &Target, request: Request) -> Result<Place, Error> {
        let place = match target {
            Target::Hosted => Ok(self.hosted_place(request)),
            Target::Bare(triple) if self.is_hosted() => Err(format!(
                "{} has an operating system, but the target {triple} has none: choose a board of that architecture \
                 (Platform > Board in the menu, or one of the board defconfigs), or build for a hosted target",
                self.name
            )),
            Target::Bare(_) => self.bare_place(request),
        };
        place.map_err(|message| Error::Misfit { file: self.file.clone(), message })
    }

    /// Whether this target is one that the board lists; a hosted target fits every board.
    pub fn lists(&self, target: &Target) -> bool {
        match target {
            Target::Hosted => true,
            Target::Bare(triple) => self.targets.contains(triple),
        }
    }

    fn hosted_place(&self, request: Request) -> Place {
        let own = match &self.policy {
            Policy::StaticArray { size } | Policy::Fixed { size, .. } => *size,
            Policy::EndOfBss { .. } => HOSTED_SIZE,
        };
        Place::StaticArray { size: request.size.unwrap_or(own) }
    }

    fn bare_place(&self, request: Request) -> Result<Place, String> {
        let place = match (request.address, request.size) {
            (Some(address), size) => {
                let region =
                    self.memory.iter().find(|r| r.kind == Kind::Ram && r.addresses.contains(&address));
                let room = region.map_or(0, |region| self.usable_end(region).saturating_sub(address));
                Place::Fixed { address, size: size.unwrap_or(room) }
            }
            (None, Some(size)) => match self.policy {
                Policy::Fixed { address, .. } => Place::Fixed { address, size },
                Policy::EndOfBss { .. } | Policy::StaticArray { .. } => Place::StaticArray { size },
            },
            (None, None) => match &self.policy {
                Policy::Fixed { address, size } => Place::Fixed { address: *address, size: *size },
                Policy::StaticArray { size } => Place::StaticArray { size: *size },
                Policy::EndOfBss { region } => {
                    let region = self.region(region).ok_or_else(|| format!("it has no region `{region}`"))?;
                    Place::EndOfBss { end: self.usable_end(region) }
                }
            },
        };
        match place {
            Place::Fixed { address, size } => self.check_range(address, size)?,
            Place::StaticArray { size } => self.check_array(size)?,
            Place::EndOfBss { .. } => {}
        }
        Ok(place)
    }
}
