//! The addresses under which a phone may find this computer.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

/// An address of this computer in a network of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LocalNetwork {
    pub(super) address: Ipv4Addr,
    /// What the system calls the connection.
    pub(super) name: String,
}

/// The maximum number of networks: virtual machines add some.
const MAX_NETWORKS: usize = 6;

/// The private networks of this computer; the one that leads to the internet first. A public address is
/// none of them: the whole world would be let in.
pub(super) fn networks() -> Vec<LocalNetwork> {
    let found = if_addrs::get_if_addrs().unwrap_or_default();
    let found = found.into_iter().filter_map(|one| match one.ip() {
        IpAddr::V4(address) => Some(LocalNetwork { address, name: one.name }),
        IpAddr::V6(_) => None,
    });
    in_order(found.collect(), towards_internet())
}

fn in_order(mut all: Vec<LocalNetwork>, first: Option<Ipv4Addr>) -> Vec<LocalNetwork> {
    if let Some(address) = first.filter(|first| all.iter().all(|one| one.address != *first)) {
        all.push(LocalNetwork { address, name: String::new() });
    }
    all.retain(|one| one.address.is_private());
    all.sort_by_key(|one| Some(one.address) != first);
    all.truncate(MAX_NETWORKS);
    all
}

/// The address from which something would be sent to the internet. Nothing is.
fn towards_internet() -> Option<Ipv4Addr> {
    /// Kept for documents (RFC 5737); nobody has it.
    const NOBODY: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((NOBODY, 9)).ok()?;
    match socket.local_addr().ok()?.ip() {
        IpAddr::V4(address) => Some(address),
        IpAddr::V6(_) => None,
    }
}

#[test]
fn private_networks_are_taken_and_that_of_the_internet_first() {
    let network = |address: [u8; 4], name: &str| LocalNetwork {
        address: address.into(),
        name: name.to_owned(),
    };
    let all = vec![
        network([127, 0, 0, 1], "lo"),
        network([192, 168, 56, 1], "VirtualBox"),
        network([8, 8, 8, 8], "Public"),
        network([169, 254, 3, 4], "Cable"),
        network([10, 1, 2, 3], "Wi-Fi"),
    ];
    let names = |first: Option<[u8; 4]>| -> Vec<String> {
        let found = in_order(all.clone(), first.map(Ipv4Addr::from));
        found.into_iter().map(|one| one.name).collect()
    };
    assert_eq!(names(Some([10, 1, 2, 3])), ["Wi-Fi", "VirtualBox"]);
    assert_eq!(names(None), ["VirtualBox", "Wi-Fi"]);
    assert_eq!(names(Some([8, 8, 8, 8])), ["VirtualBox", "Wi-Fi"]);
    // Where the connections cannot be listed.
    assert_eq!(names(Some([172, 20, 10, 2])), ["", "VirtualBox", "Wi-Fi"]);
    networks().iter().for_each(|one| assert!(one.address.is_private(), "{one:?}"));
}
