//! Memory for the many small files of a site.

use bytes::{Bytes, BytesMut};

use super::set::Body;

/// How much memory is taken at a time, in bytes.
const PIECE: usize = 1 << 20;

/// Lays files made in memory close together in large pieces of it. Memory for each of them alone
/// has gaps of a fourth, which the system clears and takes back too.
#[derive(Debug, Default)]
pub struct Arena {
    piece: BytesMut,
}

impl Arena {
    /// The same body; one made in memory is moved into a piece, unless it is as large as one.
    pub fn keep(&mut self, body: Body) -> Body {
        match body {
            Body::Bytes(bytes) if bytes.len() < PIECE / 8 => Body::Bytes(self.lay(&bytes)),
            other => other,
        }
    }

    fn lay(&mut self, bytes: &[u8]) -> Bytes {
        if self.piece.capacity() < bytes.len() {
            self.piece = BytesMut::with_capacity(PIECE);
        }
        self.piece.extend_from_slice(bytes);
        self.piece.split().freeze()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_stay_what_they_are() {
        let mut arena = Arena::default();
        let sizes = [0, 1, 9_000, PIECE / 8 - 1, PIECE / 8, 2 * PIECE];
        let bodies: Vec<_> = sizes
            .into_iter()
            .cycle()
            .take(10 * sizes.len())
            .zip(0_u8..)
            .map(|(size, fill)| Body::Bytes(vec![fill; size].into()))
            .chain([Body::File("a.jpg".into())])
            .collect();
        let kept: Vec<_> = bodies.iter().map(|body| arena.keep(body.clone())).collect();
        assert!(kept == bodies);
    }
}
