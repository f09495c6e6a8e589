//! Memory for the many small files of a site.

use std::ops::Range;

use bytes::Bytes;

use super::body::{Body, Digested};
use crate::digest::Digest;

/// How much memory is taken first, and each further time, in bytes. There are many arenas, and some
/// hold a few files only.
const FIRST: usize = 64 << 10;
const FURTHER: usize = 256 << 10;

/// The largest file that is laid into a piece of memory, in bytes.
const LARGEST: usize = FIRST / 2;

/// Lays files made in memory close together in large pieces of it. Memory for each of them alone has
/// gaps of a fourth; and the system gives a piece as a whole, where it else is interrupted for every
/// page of 4 KiB that is touched first.
#[derive(Debug, Default)]
pub struct Arena {
    full: Vec<Bytes>,
    /// The piece that is being filled, and how far it is.
    piece: Option<(Memory, usize)>,
    bodies: Vec<Laid>,
}

/// Where a body is.
#[derive(Debug)]
enum Laid {
    /// In a piece, by its number.
    In(usize, Range<usize>, Digest),
    /// Where it was.
    As(Body),
}

#[cfg(target_os = "linux")]
type Memory = memmap2::MmapMut;
#[cfg(not(target_os = "linux"))]
type Memory = Vec<u8>;

#[cfg(target_os = "linux")]
fn memory(size: usize) -> Option<Memory> {
    memmap2::MmapOptions::new().len(size).populate().map_anon().ok()
}

#[cfg(not(target_os = "linux"))]
fn memory(size: usize) -> Option<Memory> {
    Some(vec![0; size])
}

impl Arena {
    /// Adds a body; one made in memory is moved into a piece, unless it is large itself.
    pub fn add(&mut self, body: Body) {
        let laid = match &body {
            Body::Bytes(bytes) if bytes.len() <= LARGEST => self.lay(bytes),
            _ => None,
        };
        self.bodies.push(laid.unwrap_or(Laid::As(body)));
    }

    fn lay(&mut self, bytes: &Digested) -> Option<Laid> {
        let is_full = |(memory, filled): &(Memory, usize)| filled + bytes.len() > memory.len();
        if self.piece.as_ref().is_some_and(is_full) {
            self.close();
        }
        let size = if self.full.is_empty() { FIRST } else { FURTHER };
        let (memory, filled) = match &mut self.piece {
            Some(piece) => piece,
            none => none.insert((memory(size)?, 0)),
        };
        let range = *filled..*filled + bytes.len();
        memory[range.clone()].copy_from_slice(bytes);
        *filled = range.end;
        Some(Laid::In(self.full.len(), range, bytes.digest()))
    }

    fn close(&mut self) {
        self.full.extend(self.piece.take().map(|(memory, _)| Bytes::from_owner(memory)));
    }

    /// The bodies, in the order in which they were added.
    pub fn into_bodies(mut self) -> impl Iterator<Item = Body> {
        self.close();
        let Self { full, bodies, .. } = self;
        bodies.into_iter().map(move |laid| match laid {
            Laid::In(piece, range, digest) => {
                Body::Bytes(Digested::known(full[piece].slice(range), digest))
            }
            Laid::As(body) => body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_stay_what_they_are_and_in_order() {
        let sizes = [0, 1, 9_000, LARGEST, LARGEST + 1, 2 * FURTHER];
        let bodies: Vec<_> = sizes
            .into_iter()
            .cycle()
            .take(20 * sizes.len())
            .zip(0_u8..)
            .map(|(size, fill)| Body::Bytes(vec![fill; size].into()))
            .chain([Body::File("a.jpg".into())])
            .collect();
        let mut arena = Arena::default();
        bodies.iter().for_each(|body| arena.add(body.clone()));
        assert!(arena.full.len() > 2);
        assert!(arena.into_bodies().eq(bodies));
    }
}
