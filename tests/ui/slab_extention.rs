use los_mem::capi::*;

fn main() {
    let mut sizes = [1024; 4];
    unsafe { LOS_SlabSizeCfg(sizes.as_mut_ptr(), 4) };
}
