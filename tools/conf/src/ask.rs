//! The dialogue: prints questions, reads answers.
//!
//! Knows nothing of what is asked and when: that is [`Questions`].

use crate::stop::Stop;
use kconfig::Config;
use kconfig::bytes;
use kconfig::modes::old::{Answered, Questions, Step};
use std::io::{self, BufRead, IsTerminal, Write};

/// What to ask about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum About {
    /// The symbols that `.config` does not name.
    New,
    /// Every visible symbol.
    All,
}

/// Asks on standard output and takes the answers from standard input.
pub(crate) fn on_standard_input(config: &mut Config, about: About) -> Result<(), Stop> {
    let input = io::stdin();
    // A terminal shows what is typed; of a pipe the answers are repeated, so that the output reads as a dialogue.
    let echo = if input.is_terminal() { Echo::Off } else { Echo::On };
    ask(config, about, echo, &mut input.lock(), &mut io::stdout().lock(), &mut io::stderr().lock())
}

/// Whether answers are printed behind their questions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Echo {
    On,
    Off,
}

fn ask(
    config: &mut Config,
    about: About,
    echo: Echo,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), Stop> {
    let mut questions = Questions::new(about == About::All);
    while let Some(step) = questions.next(config) {
        let (symbol, text) = match step {
            Step::Show(text) => {
                out.write_all(&bytes::encode(&text))?;
                continue;
            }
            Step::Ask { symbol, text, .. } => (symbol, text),
        };
        out.write_all(&bytes::encode(&text))?;
        out.flush()?;
        let mut line = Vec::new();
        let length = input.read_until(b'\n', &mut line).map_err(|error| {
            Stop::because(format!("cannot read the answers from standard input: {error}; nothing was saved"))
        })?;
        let (ended, cut_short) = (length == 0, !line.ends_with(b"\n"));
        if ended {
            err.write_all(b"\nError in reading or end of file.\n")?;
            // A question about a choice ends without one: so it does with the reference program.
            if symbol.is_some() {
                line.push(b'\n');
            }
        }
        // What comes behind a zero, not even a text can hold.
        line.truncate(line.iter().position(|byte| *byte == 0).unwrap_or(line.len()));
        if echo == Echo::On || ended {
            out.write_all(&line)?;
            out.flush()?;
        }
        let answer = bytes::decode(&line);
        let answer = answer.strip_suffix('\n').unwrap_or(&answer);
        let text_symbol = symbol.filter(|symbol| !config.tree().symbol(*symbol).is_tristate_like());
        match (questions.answer(config, answer), text_symbol) {
            (Answered::Taken, _) => {}
            // The same question would come for ever.
            (Answered::Again(_), Some(symbol)) if cut_short => {
                let name = config.tree().name(symbol);
                let text = format!("\nerror: no value for new symbol '{name}' at end of input\n");
                err.write_all(&bytes::encode(&text))?;
                return Err(Stop::Said);
            }
            (Answered::Again(_), None) if ended => {
                return Err(Stop::because(format!(
                    "the answers on standard input ended before `{}` had one that fits; nothing was saved",
                    text.trim_end().rsplit('\n').next().unwrap_or_default()
                )));
            }
            (Answered::Again(text), _) => out.write_all(&bytes::encode(&text))?,
        }
    }
    Ok(())
}
