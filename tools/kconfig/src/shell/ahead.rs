//! Commands that run while parsing goes on, on several threads, each distinct one once.
//!
//! A1. `tasks` holds every command that was started, in the order of the first time; a task is in `queue` exactly while
//!     it is `Waiting`.
//! A2. What commands write on standard error is passed on in the order of A1, whenever they end: `told` tasks have had
//!     theirs.

use super::{Answer, Pending, Run, Shell};
use std::collections::{HashMap, VecDeque};
use std::io::Write;
use std::num::NonZeroUsize;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// Runs commands as [`Run`] does, but ahead of need: up to `jobs` at once, beside the one that is waited for.
///
/// A command that was started before is not run again: its answer counts for every later call. So the answers are those
/// of running one after the other, unless a command changes what another one of the same tree reads.
pub struct Ahead {
    shared: Arc<Shared>,
    jobs: usize,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

struct Shared {
    run: Run,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    known: HashMap<String, usize>,
    tasks: Vec<Task>,
    queue: VecDeque<usize>,
    told: usize,
    /// Nobody will ask again.
    closed: bool,
}

struct Task {
    command: String,
    progress: Progress,
    errors: Vec<u8>,
}

enum Progress {
    Waiting,
    Running,
    Done(Answer),
}

impl Ahead {
    /// Up to `jobs` commands at once.
    pub fn new(run: Run, jobs: NonZeroUsize) -> Ahead {
        let shared = Shared { run, state: Mutex::default(), changed: Condvar::new() };
        Ahead { shared: Arc::new(shared), jobs: jobs.get(), workers: Mutex::default() }
    }
}

impl Shell for Ahead {
    fn start(&self, command: &str) -> Pending {
        let mut state = self.shared.lock();
        let index = match state.known.get(command) {
            Some(index) => *index,
            None => {
                let index = state.tasks.len();
                state.known.insert(command.to_owned(), index);
                let (command, errors) = (command.to_owned(), Vec::new());
                state.tasks.push(Task { command, progress: Progress::Waiting, errors });
                state.queue.push_back(index);
                index
            }
        };
        drop(state);
        let mut workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        if workers.len() < self.jobs {
            let shared = Arc::clone(&self.shared);
            workers.push(std::thread::spawn(move || shared.work()));
        }
        self.shared.changed.notify_all();
        let shared = Arc::clone(&self.shared);
        Pending::Later(Box::new(move || shared.wait(index)))
    }

    fn runs_ahead(&self) -> bool {
        true
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.closed = true;
        state.queue.clear();
        drop(state);
        self.shared.changed.notify_all();
        for worker in self.workers.get_mut().unwrap_or_else(PoisonError::into_inner).drain(..) {
            // A thread that panicked has left its task undone; there is nothing to save.
            let _ = worker.join();
        }
        self.shared.lock().tell();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sleep<'s>(&self, state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// A worker: takes one task after the other until there will be no more.
    fn work(&self) {
        let mut state = self.lock();
        loop {
            if let Some(index) = state.queue.pop_front() {
                state = self.carry_out(state, index);
            } else if state.closed {
                return;
            } else {
                state = self.sleep(state);
            }
        }
    }

    /// The answer of a task; one that nobody has begun is done here and now.
    fn wait(&self, index: usize) -> Answer {
        let mut state = self.lock();
        loop {
            match &state.tasks[index].progress {
                Progress::Done(answer) => {
                    let answer = answer.clone();
                    state.tell();
                    return answer;
                }
                Progress::Waiting => {
                    state.queue.retain(|queued| *queued != index);
                    state = self.carry_out(state, index);
                }
                Progress::Running => state = self.sleep(state),
            }
        }
    }

    /// Runs a task that was taken off the queue.
    fn carry_out<'s>(&'s self, mut state: MutexGuard<'s, State>, index: usize) -> MutexGuard<'s, State> {
        state.tasks[index].progress = Progress::Running;
        let command = state.tasks[index].command.clone();
        drop(state);
        let (answer, errors) = self.run.captured(&command);
        let mut state = self.lock();
        state.tasks[index].progress = Progress::Done(answer);
        state.tasks[index].errors = errors;
        self.changed.notify_all();
        state
    }
}

impl State {
    /// Passes on what the commands wrote on standard error, as far as all that were started before have ended.
    fn tell(&mut self) {
        while let Some(Task { progress: Progress::Done(_), errors, .. }) = self.tasks.get_mut(self.told) {
            // As with a command that writes there itself, nobody learns that it could not.
            let _ = std::io::stderr().write_all(errors);
            *errors = Vec::new();
            self.told += 1;
        }
    }
}

impl std::fmt::Debug for Ahead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ahead")
            .field("run", &self.shared.run)
            .field("jobs", &self.jobs)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_run_once_and_answers_every_call() {
        let folder = tempfile::tempdir().expect("a folder");
        let shell = Ahead::new(Run::new(folder.path()), NonZeroUsize::MIN);
        let calls: Vec<Pending> = (0..5).map(|_| shell.start("echo x >> log; wc -l < log")).collect();
        for call in calls {
            assert_eq!(
                call.wait().map(|text| String::from_utf8_lossy(&text).trim().to_owned()),
                Ok("1".to_owned())
            );
        }
    }

    #[test]
    fn commands_run_beside_each_other() {
        let folder = tempfile::tempdir().expect("a folder");
        // Each waits for the other: one after the other they would never end.
        std::process::Command::new("mkfifo")
            .args(["a", "b"])
            .current_dir(folder.path())
            .status()
            .expect("mkfifo");
        let shell = Ahead::new(Run::new(folder.path()), NonZeroUsize::new(2).expect("two"));
        let first = shell.start("echo 1 > a; cat b");
        let second = shell.start("cat a; echo 2 > b");
        assert_eq!((first.wait(), second.wait()), (Ok(b"2\n".to_vec()), Ok(b"1\n".to_vec())));
    }

    #[test]
    fn a_status_is_no_error() {
        let shell = Ahead::new(Run::new("."), NonZeroUsize::MIN);
        assert_eq!(shell.start("echo said; exit 3").wait(), Ok(b"said\n".to_vec()));
    }
}
