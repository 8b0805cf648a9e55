use los_mem::{Bestfit, Pool, TaskId};

fn main() {
    Pool::<Bestfit, TaskId>::module_used(1).unwrap();
}
