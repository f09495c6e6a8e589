//! Memory for the many small files of a site.

use std::ops::Range;

use bytes::Bytes;

use super::set::Body;

/// How much memory is taken at a time, in bytes: a huge page of most processors.
const PIECE: usize = 256 << 10;

/// Lays files made in memory close together in large pieces of it. Memory for each of them alone has
/// gaps of a fourth; and a system asked for large pieces clears a huge page at once, where it else
/// is interrupted for every 4 KiB, which costs as much as to write the file.
#[derive(Debug, Default)]
pub struct Arena {
    full: Vec<Bytes>,
    piece: Option<(Memory, usize)>,
    bodies: Vec<Laid>,
}

/// Where a body is.
#[derive(Debug)]
enum Laid {
    /// In a piece, by its number.
    In(usize, Range<usize>),
    /// Where it was.
    As(Body),
}

#[cfg(target_os = "linux")]
type Memory = memmap2::MmapMut;
#[cfg(not(target_os = "linux"))]
type Memory = Vec<u8>;

#[cfg(target_os = "linux")]
fn memory() -> Option<Memory> {
    let memory = memmap2::MmapOptions::new().len(PIECE).populate().map_anon().ok()?;
    // Where there are no huge pages, small ones do.

    Some(memory)
}

#[cfg(not(target_os = "linux"))]
fn memory() -> Option<Memory> {
    Some(vec![0; PIECE])
}

impl Arena {
    /// Adds a body; one made in memory is moved into a piece, unless it is as large as one.
    pub fn add(&mut self, body: Body) {
        let laid = match &body {
            Body::Bytes(bytes) if bytes.len() <= PIECE / 8 => self.lay(bytes),
            _ => None,
        };
        self.bodies.push(laid.unwrap_or(Laid::As(body)));
    }

    fn lay(&mut self, bytes: &[u8]) -> Option<Laid> {
        if self.piece.as_ref().is_some_and(|(_, filled)| filled + bytes.len() > PIECE) {
            self.close();
        }
        let (memory, filled) = match &mut self.piece {
            Some(piece) => piece,
            none => none.insert((memory()?, 0)),
        };
        let range = *filled..*filled + bytes.len();
        memory[range.clone()].copy_from_slice(bytes);
        *filled = range.end;
        Some(Laid::In(self.full.len(), range))
    }

    fn close(&mut self) {
        self.full.extend(self.piece.take().map(|(memory, _)| Bytes::from_owner(memory)));
    }

    /// The bodies, in the order in which they were added.
    pub fn into_bodies(mut self) -> impl Iterator<Item = Body> {
        self.close();
        let Self { full, bodies, .. } = self;
        bodies.into_iter().map(move |laid| match laid {
            Laid::In(piece, range) => Body::Bytes(full[piece].slice(range)),
            Laid::As(body) => body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_stay_what_they_are_and_in_order() {
        let sizes = [0, 1, 9_000, PIECE / 8, PIECE / 8 + 1, 2 * PIECE];
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
