//! The mode that throws dice.

use super::Mode;
use crate::report;
use crate::session::{Session, variable};
use crate::stop::Stop;
use kconfig::modes::random::{Probability, parse_seed, set_random};
use std::time::{SystemTime, UNIX_EPOCH};

/// `--randconfig`
pub(crate) struct RandConfig;

impl Mode for RandConfig {
    fn mode(&self) -> kconfig::modes::Mode {
        kconfig::modes::Mode::RandConfig
    }

    fn summary(&self) -> &'static str {
        "Make .config afresh with random values"
    }

    fn details(&self) -> &'static str {
        "Prints its seed; KCONFIG_SEED gives the same configuration again. KCONFIG_PROBABILITY sets percentages: y, \
         y:m or, for a bool and a tristate, y:y:m. KCONFIG_ALLCONFIG as with --alldefconfig."
    }

    fn example(&self) -> &'static str {
        "KCONFIG_SEED=0x2A KCONFIG_PROBABILITY=10:20 conf --randconfig Kconfig"
    }

    fn run(&self, session: &mut Session) -> Result<(), Stop> {
        session.read_fixed_values(self.mode())?;
        let seed =
            variable("KCONFIG_SEED").and_then(|text| parse_seed(&text)).unwrap_or_else(seed_of_the_time);
        report::out(&format!("KCONFIG_SEED=0x{seed:X}\n"))?;
        let text = variable("KCONFIG_PROBABILITY").unwrap_or_default();
        let Ok(probability) = Probability::parse(&text) else {
            // The words of the system, which the reference program prints.
            report::err("KCONFIG_PROBABILITY: Numerical result out of range\n")?;
            return Err(Stop::Said);
        };
        set_random(&mut session.config, seed, probability);
        session.finish()
    }
}

fn seed_of_the_time() -> u32 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // Microseconds too: two runs in the same second are to differ.
    (now.as_secs() as u32).wrapping_add(1).wrapping_mul(now.subsec_micros().wrapping_add(1))
}
