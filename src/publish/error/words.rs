//! The Russian words for the faults of a remote: what happened, and what the user can do.

use crate::publish::remote::{ConnectionError, Fault, RefusalReason, TlsError};

/// What happened, in Russian.
pub fn describe_fault(fault: &Fault) -> String {
    match fault {
        Fault::Lost(error) => format!("связь с сервером прервалась: {}", connection(error)),
        Fault::Unreachable(error) => format!("сервер не отвечает: {}", connection(error)),
        Fault::Busy { code, text } => format!("сервер занят: {code} {text}"),
        Fault::Refused(
            reason @ (RefusalReason::Reply { .. } | RefusalReason::ListFormat { .. }),
        ) => {
            format!("сервер отказал: {}", describe_refusal(reason))
        }
        Fault::Refused(reason) => format!("сервер не может: {}", describe_refusal(reason)),
        Fault::Full(text) => format!("на сервере кончилось место: {text}"),
        Fault::Login(text) => format!("сервер не принял логин или пароль: {text}"),
        Fault::Tls(error) => format!("защищённое соединение не установлено: {}", tls(error)),
        Fault::TooLarge => "файл на сервере больше, чем ему положено быть".to_owned(),
    }
}

/// What the user can do, in Russian; may be empty.
pub(super) fn fault_hint(fault: &Fault) -> &'static str {
    match fault {
        Fault::Lost(_) | Fault::Busy { .. } => {
            "запустите публикацию ещё раз: она продолжится с места обрыва"
        }
        Fault::Unreachable(_) => {
            "проверьте, есть ли интернет, и строки `сервер` и `порт` в файле настроек"
        }
        Fault::Refused(_) => "проверьте в файле настроек папку на сервере и права этого входа",
        Fault::Full(_) => "освободите место на хостинге и запустите публикацию ещё раз",
        Fault::Login(_) => "проверьте логин в файле настроек и введите пароль ещё раз",
        Fault::Tls(_) => {
            "сертификат хостинга, которому нет другого ручательства, положите в папку `content` и назовите в строке `центр_сертификации`; шифрование задаёт строка `шифрование`"
        }
        Fault::TooLarge => "",
    }
}

/// Why an operation was refused, in the server's words where it has any.
pub(in crate::publish) fn describe_refusal(reason: &RefusalReason) -> String {
    match reason {
        RefusalReason::Reply { code, text } => format!("{code} {text}"),
        RefusalReason::ListFormat { line } => {
            format!("504 список папки в незнакомом виде: {line}").trim_end().to_owned()
        }
        RefusalReason::PartTooLong => "на сервере больше, чем есть здесь".to_owned(),
        RefusalReason::PartMismatch => "на сервере не та часть файла".to_owned(),
        RefusalReason::LineBreakInPath => "в имени есть перевод строки".to_owned(),
    }
}

fn connection(error: &ConnectionError) -> String {
    match error {
        ConnectionError::Server(text) => text.clone(),
        ConnectionError::HostNotFound(host) => format!("имя «{host}» не найдено"),
        ConnectionError::NoAddress(host) => format!("у имени «{host}» нет адреса"),
        ConnectionError::TimedOut => "сервер молчит слишком долго".to_owned(),
        ConnectionError::ConnectionRefused => "соединение не принято".to_owned(),
        ConnectionError::Reset => "соединение разорвано".to_owned(),
        ConnectionError::NoRoute => "до сервера нет дороги".to_owned(),
        ConnectionError::Closed => "соединение закрыто сервером".to_owned(),
        ConnectionError::NotConnected => "соединения нет".to_owned(),
        ConnectionError::MissingReply => "ответов меньше, чем команд".to_owned(),
        ConnectionError::Os(code) => format!("ошибка системы № {code}"),
        ConnectionError::Network => "ошибка сети".to_owned(),
        ConnectionError::DataConnection(error) => {
            format!("нет соединения для файлов: {}", connection(error))
        }
        ConnectionError::Transfer(error) => format!("файл не передаётся: {}", connection(error)),
        ConnectionError::Tls(error) => tls(error),
    }
}

fn tls(error: &TlsError) -> String {
    match error {
        TlsError::CertificateExpired => "срок действия сертификата сервера истёк".to_owned(),
        TlsError::CertificateForOtherName => {
            "сертификат сервера выдан для другого имени".to_owned()
        }
        TlsError::UnknownIssuer => {
            "сертификат сервера выдан неизвестным удостоверяющим центром".to_owned()
        }
        TlsError::Certificate(why) => format!("сертификат сервера не годится ({why})"),
        TlsError::Handshake(why) => format!("шифрование не согласовано ({why})"),
        TlsError::Unsupported(text) => format!("сервер не умеет шифровать ({text})"),
        TlsError::PlainData(text) => format!("сервер не шифрует файлы ({text})"),
        TlsError::Server(text) => text.clone(),
        TlsError::NoAuthorities => {
            "в файле удостоверяющих центров нет ни одного сертификата (нужен вид PEM)".to_owned()
        }
        TlsError::InvalidHostName(host) => format!("«{host}» не может быть именем сервера"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_described_with_their_causes() {
        let reset = || Box::new(ConnectionError::Reset);
        for (fault, words) in [
            (
                Fault::Lost(ConnectionError::Server("421 Bye".to_owned())),
                "связь с сервером прервалась: 421 Bye",
            ),
            (
                Fault::Lost(ConnectionError::Transfer(reset())),
                "связь с сервером прервалась: файл не передаётся: соединение разорвано",
            ),
            (
                Fault::Unreachable(ConnectionError::HostNotFound("ftp.net".to_owned())),
                "сервер не отвечает: имя «ftp.net» не найдено",
            ),
            (
                Fault::Refused(RefusalReason::Reply { code: 550, text: "No".to_owned() }),
                "сервер отказал: 550 No",
            ),
            (
                Fault::Refused(RefusalReason::ListFormat { line: String::new() }),
                "сервер отказал: 504 список папки в незнакомом виде:",
            ),
            (
                Fault::Refused(RefusalReason::PartMismatch),
                "сервер не может: на сервере не та часть файла",
            ),
            (
                Fault::Tls(TlsError::PlainData("534 No".to_owned())),
                "защищённое соединение не установлено: сервер не шифрует файлы (534 No)",
            ),
            (
                Fault::Tls(TlsError::UnknownIssuer),
                "защищённое соединение не установлено: сертификат сервера выдан неизвестным удостоверяющим центром",
            ),
        ] {
            assert_eq!(describe_fault(&fault), words);
        }
    }
}
