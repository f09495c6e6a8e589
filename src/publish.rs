//! Publishing: what stands on the hosting is compared with the built site and brought in line.

pub mod fit;
pub mod ftp;
pub mod remote;
