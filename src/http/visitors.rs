//! The connections of a gate: who is being answered, and who has to go when there is no room.

use std::net::{IpAddr, Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::gate::{MAX_CONNECTIONS, MAX_FROM_ADDRESS};

/// A connection that was let in.
#[derive(Debug)]
pub(crate) struct Visitor {
    stream: TcpStream,
    address: IpAddr,
    /// Whether its head has been read.
    has_asked: AtomicBool,
    is_cut: AtomicBool,
}

impl Visitor {
    pub(crate) fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// Its head has been read: others have to go before it.
    pub(super) fn note_request(&self) {
        self.has_asked.store(true, Ordering::Relaxed);
    }

    fn cut(&self) {
        self.is_cut.store(true, Ordering::Relaxed);
        drop(self.stream.shutdown(Shutdown::Both));
    }

    /// Whether it had to go. Its stream is closed, but who waits for something else has to look.
    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Relaxed)
    }
}

#[derive(Debug, Default)]
pub(super) struct Visitors {
    /// The oldest first.
    all: Mutex<Vec<Arc<Visitor>>>,
    left: Condvar,
    is_closed: AtomicBool,
}

impl Visitors {
    /// Lets `stream` in; `None` if there is no room, even after another one was cut.
    pub(super) fn admit(&self, stream: TcpStream) -> Option<Arc<Visitor>> {
        const PATIENCE: Duration = Duration::from_secs(1);

        let address = stream.peer_addr().ok()?.ip().to_canonical();
        let (has_asked, is_cut) = (AtomicBool::new(false), AtomicBool::new(false));
        let visitor = Arc::new(Visitor { stream, address, has_asked, is_cut });
        let mut visitors = self.lock();
        if let Some(oldest) = to_cut(&visitors, address) {
            oldest.cut();
            let is_full = |visitors: &mut Vec<_>| to_cut(visitors, address).is_some();
            let waited = self.left.wait_timeout_while(visitors, PATIENCE, is_full);
            visitors = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        if self.is_closed() || to_cut(&visitors, address).is_some() {
            return None;
        }
        visitors.push(Arc::clone(&visitor));
        Some(visitor)
    }

    /// Cuts everybody, and lets nobody in from now on.
    pub(super) fn close(&self) {
        let visitors = self.lock();
        self.is_closed.store(true, Ordering::Relaxed);
        visitors.iter().for_each(|visitor| visitor.cut());
    }

    pub(super) fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Relaxed)
    }

    pub(super) fn release(&self, visitor: &Arc<Visitor>) {
        self.lock().retain(|other| !Arc::ptr_eq(other, visitor));
        self.left.notify_all();
    }

    /// A poisoned lock is used: no change under it can be left half done.
    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Visitor>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The visitor that has to go so that one from `address` has room; `None` if it has. It is
/// one of the address that has the most, and if possible one that has asked for nothing yet.
fn to_cut(visitors: &[Arc<Visitor>], address: IpAddr) -> Option<&Arc<Visitor>> {
    let from = |address: IpAddr| visitors.iter().filter(move |other| other.address == address);
    let greedy = if from(address).count() >= MAX_FROM_ADDRESS {
        address
    } else if visitors.len() >= MAX_CONNECTIONS {
        let addresses = visitors.iter().map(|other| other.address);
        addresses.max_by_key(|address| from(*address).count())?
    } else {
        return None;
    };
    let is_idle = |other: &&Arc<Visitor>| !other.has_asked.load(Ordering::Relaxed);
    from(greedy).find(is_idle).or_else(|| from(greedy).next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// Visitors from addresses that end in these numbers, and whether they have asked.
    fn visitors(of: &[(u8, bool)]) -> Vec<Arc<Visitor>> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let visitor = |&(number, asked): &(u8, bool)| {
            let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
            let (has_asked, is_cut) = (AtomicBool::new(asked), AtomicBool::new(false));
            Arc::new(Visitor { stream, address: ip(number), has_asked, is_cut })
        };
        of.iter().map(visitor).collect()
    }

    fn ip(number: u8) -> IpAddr {
        [192, 168, 0, number].into()
    }

    /// The position of the visitor that has to go for one from `number`.
    fn cut(visitors: &[Arc<Visitor>], number: u8) -> Option<usize> {
        let found = to_cut(visitors, ip(number))?;
        visitors.iter().position(|other| Arc::ptr_eq(other, found))
    }

    #[test]
    fn whoever_holds_the_most_has_to_go() {
        let mut of = vec![(2, true)];
        of.resize(1 + MAX_FROM_ADDRESS, (1, true));
        let full = visitors(&of);
        assert_eq!((cut(&full, 1), cut(&full, 2), cut(&full, 3)), (Some(1), None, None));
        of[7].1 = false;
        assert_eq!(cut(&visitors(&of), 1), Some(7), "an idle one first");
        of.resize(MAX_CONNECTIONS, (3, true));
        let full = visitors(&of);
        assert_eq!((cut(&full, 1), cut(&full, 2), cut(&full, 4)), (Some(7), Some(7), Some(7)));
        assert_eq!(cut(&full[1..], 4), None);
    }
}
