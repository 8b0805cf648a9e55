use los_mem::capi::*;

fn main() {
    LOS_MemTaskDeleted(1);
}
