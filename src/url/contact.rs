//! Mail addresses, telephone numbers and names of servers, as people write them.

use std::net::Ipv4Addr;

/// Whether `text` is one mail address under a domain.
pub fn is_email(text: &str) -> bool {
    let valid = |part: &str| !part.is_empty() && !part.contains(['@', ',', ';', ' ', '<', '>']);
    text.split_once('@').is_some_and(|(name, host)| {
        valid(name) && valid(host) && host.contains('.') && !host.ends_with('.')
    })
}

/// Whether `text` is one telephone number, perhaps with an extension.
pub fn is_phone(text: &str) -> bool {
    let (number, extension) = text.split_once("доб").unwrap_or((text, ""));
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (5..=15).contains(&digits)
        && number.chars().all(|c| c.is_ascii_digit() || "+()-–, \u{a0}".contains(c))
        && extension.chars().all(|c| c.is_ascii_digit() || ". \u{a0}".contains(c))
}

/// Whether `text` may be the name of a server, or its address of four numbers: no scheme, port or folder. A name that
/// ends in a number is none: systems read `2121` as the address 0.0.8.73.
pub fn is_server(text: &str) -> bool {
    let is_name = !text.is_empty() && !text.contains(['/', ':', '@']);
    let last = text.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let is_number = !last.is_empty() && last.bytes().all(|digit| digit.is_ascii_digit());
    is_name
        && !text.contains(char::is_whitespace)
        && (!is_number || text.parse::<Ipv4Addr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_address_has_a_domain() {
        assert!(is_email("school7@example.ru") && is_email("школа@пример.рф"));
        for text in ["", "a", "a@b", "a@b.", "@b.ru", "a@b@c.ru", "a@b.ru, c@d.ru", "<a@b.ru>"] {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn a_telephone_number_is_one_and_has_digits() {
        for text in ["+7 (86555) 1-23-45", "1-23-45", "8 800 100-12-34, доб. 3"] {
            assert!(is_phone(text), "{text}");
        }
        for text in ["", "восемь", "12", "8 (86555) 1-23-45, 8 (86555) 1-23-46"] {
            assert!(!is_phone(text), "{text}");
        }
    }

    #[test]
    fn a_server_has_a_name_or_four_numbers() {
        for text in ["ftp.example.org", "localhost", "127.0.0.1", "s12.школа.рф", "2121.ru", "ftp7"]
        {
            assert!(is_server(text), "{text}");
        }
        for text in
            ["", "2121", "192.168.1", "256.0.0.1", "21.", "a b", "ftp://a.ru", "a.ru:21", "a@b"]
        {
            assert!(!is_server(text), "{text}");
        }
    }
}
