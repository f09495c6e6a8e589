//! Parses the replies to EPSV and PASV: the port to connect to. The address in a PASV reply is
//! ignored: servers behind a router give an unreachable one, and a hostile server could name another
//! host.

/// The port in a reply to EPSV, `229 … (|||6446|)`; any character may replace the bar (RFC 2428).
pub(super) fn epsv_port(text: &str) -> Option<u16> {
    let inside = text.rsplit_once('(')?.1.split_once(')')?.0;
    let bar = inside.chars().next()?;
    let port = inside.strip_prefix(&[bar; 3].iter().collect::<String>())?.strip_suffix(bar)?;
    port.parse().ok().filter(|&port| port != 0)
}

/// The port in a reply to PASV, `227 … (h1,h2,h3,h4,p1,p2)`; some servers omit the brackets.
pub(super) fn pasv_port(text: &str) -> Option<u16> {
    let is_part = |letter: char| letter.is_ascii_digit() || letter == ',' || letter == ' ';
    text.split(|letter| !is_part(letter)).find_map(|run| {
        let numbers: Vec<u8> =
            run.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
        match numbers[..] {
            [_, _, _, _, high, low] => Some(u16::from_be_bytes([high, low])),
            _ => None,
        }
        .filter(|&port| port != 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_read_from_the_replies_of_many_servers() {
        assert_eq!(epsv_port("Entering Extended Passive Mode (|||6446|)"), Some(6446));
        assert_eq!(epsv_port("Ok (really) (!!!21!)."), Some(21));
        for wrong in ["Ok", "(|||)", "(||||)", "(|||70000|)", "(||1|2|)", "(|||0|)", "()"] {
            assert_eq!(epsv_port(wrong), None, "{wrong}");
        }
        assert_eq!(pasv_port("Entering Passive Mode (10,0,0,1,19,137)."), Some(5001));
        assert_eq!(pasv_port("Entering Passive Mode 127,0,0,1,1,0"), Some(256));
        assert_eq!(pasv_port("Passive mode (v. 2) = 1, 2, 3, 4, 5, 6"), Some(1286));
        for wrong in ["Ok", "(1,2,3,4,5)", "(1,2,3,4,256,1)", "(1,2,3,4,0,0)", "1,2,3,4,5,6,7"] {
            assert_eq!(pasv_port(wrong), None, "{wrong}");
        }
    }
}
