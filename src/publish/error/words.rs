//! The Russian words for the faults of a remote: what happened, and what the user can do.

use super::server_words::{code_and_words, in_russian, whole_reply};
use crate::publish::remote::{ConnectionError, Fault, RefusalReason, TlsError};

/// What happened, in Russian.
pub fn describe_fault(fault: &Fault) -> String {
    match fault {
        Fault::Lost(error) => format!("связь с сервером прервалась: {}", connection(error)),
        Fault::Unreachable(error) => format!("сервер не отвечает: {}", connection(error)),
        Fault::Busy { code, text } => format!("сервер занят: {}", code_and_words(*code, text)),
        Fault::Refused(
            reason @ (RefusalReason::Reply { .. } | RefusalReason::ListFormat { .. }),
        ) => {
            format!("сервер отказал: {}", describe_refusal(reason))
        }
        Fault::Refused(reason) => format!("сервер не может: {}", describe_refusal(reason)),
        Fault::Full(_) => "на сервере кончилось место".to_owned(),
        Fault::PerhapsFull { code } => format!(
            "сервер раз за разом не принимает файл (ответ {code}): возможно, на хостинге кончилось место"
        ),
        Fault::Login(text) => match in_russian(text) {
            Some(words) => format!("сервер не принял логин или пароль: {words}"),
            None => "сервер не принял логин или пароль".to_owned(),
        },
        Fault::Tls(error) => format!("защищённое соединение не установлено: {}", tls(error)),
        Fault::TooLarge => "файл на сервере больше, чем ему положено быть".to_owned(),
        Fault::Stopped => "отправка остановлена".to_owned(),
    }
}

/// What the user can do, in Russian; may be empty.
pub(super) fn fault_hint(fault: &Fault) -> String {
    match fault {
        Fault::Lost(_) | Fault::Busy { .. } => {
            "запустите публикацию ещё раз: она продолжится с места обрыва".to_owned()
        }
        Fault::Unreachable(_) => {
            "проверьте, есть ли интернет, и строки `сервер` и `порт` в файле настроек".to_owned()
        }
        Fault::Refused(_) => {
            "проверьте в файле настроек папку на сервере и права этого входа".to_owned()
        }
        Fault::Full(_) => "освободите место на хостинге и запустите публикацию ещё раз".to_owned(),
        Fault::PerhapsFull { .. } => {
            "посмотрите в панели хостинга, сколько места осталось; если оно есть, запустите публикацию ещё раз".to_owned()
        }
        Fault::Login(_) => {
            "проверьте логин в файле настроек и введите пароль ещё раз".to_owned()
        }
        Fault::Tls(error) => tls_hint(error),
        Fault::Stopped => String::new(),
        Fault::TooLarge => {
            "это не то, что записал Росток: посмотрите этот файл на сервере и удалите его".to_owned()
        }
    }
}

/// Why an operation was refused: the code, and the server's words if they can be read.
pub(in crate::publish) fn describe_refusal(reason: &RefusalReason) -> String {
    match reason {
        RefusalReason::Reply { code, text } => code_and_words(*code, text),
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
        ConnectionError::Server(text) => whole_reply(text),
        ConnectionError::HostNotFound(host) => format!("имя «{host}» не найдено"),
        ConnectionError::NoAddress(host) => format!("у имени «{host}» нет адреса"),
        ConnectionError::TimedOut => "сервер молчит слишком долго".to_owned(),
        ConnectionError::ConnectionRefused => "соединение не принято".to_owned(),
        ConnectionError::Reset => "соединение разорвано".to_owned(),
        ConnectionError::NoRoute => "до сервера нет дороги".to_owned(),
        ConnectionError::Closed => "соединение закрыто сервером".to_owned(),
        ConnectionError::OutOfStep => "ответы сервера не подходят к командам".to_owned(),
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
        TlsError::CertificateNotYetValid => "сертификат сервера ещё не действует".to_owned(),
        TlsError::CertificateForOtherName { host, names } => {
            let names = names.iter().take(5).map(|name| format!("«{name}»")).collect::<Vec<_>>();
            if names.is_empty() {
                return format!("в сертификате сервера нет имени «{host}»");
            }
            format!("сертификат сервера выдан для {}, а не для «{host}»", names.join(", "))
        }
        TlsError::UnknownIssuer => {
            "сертификат сервера выдан неизвестным удостоверяющим центром".to_owned()
        }
        TlsError::SelfSigned => {
            "сертификат сервера подписан им самим, неизвестным удостоверяющим центром".to_owned()
        }
        TlsError::Certificate => "сертификат сервера не годится".to_owned(),
        TlsError::Outdated => "сервер умеет только устаревшее шифрование".to_owned(),
        TlsError::HandshakeRefused => {
            "сервер согласился шифровать, а потом отказался".to_owned()
        }
        TlsError::NotTls => {
            "сервер согласился шифровать, а прислал что-то другое".to_owned()
        }
        TlsError::Handshake => "шифрование не согласовано".to_owned(),
        TlsError::Injected => {
            "вместе с согласием шифровать пришёл незашифрованный ответ: его мог вставить посторонний".to_owned()
        }
        TlsError::Unsupported(_) => "сервер не умеет шифровать".to_owned(),
        TlsError::Weaker { text, .. } => format!(
            "раньше этот сервер шифровал, а теперь отказывается ({})",
            whole_reply(text)
        ),
        TlsError::PlainData(_) => "сервер не шифрует файлы".to_owned(),
        TlsError::Server(text) => whole_reply(text),
        TlsError::NoAuthorities => {
            "в файле удостоверяющих центров нет ни одного сертификата (нужен вид PEM)".to_owned()
        }
        TlsError::InvalidHostName(host) => format!("«{host}» не может быть именем сервера"),
    }
}

fn tls_hint(error: &TlsError) -> String {
    match error {
        TlsError::CertificateExpired => {
            "проверьте дату на этом компьютере; если она верна, сообщите хостингу, что сертификат пора обновить".to_owned()
        }
        TlsError::CertificateNotYetValid => "проверьте дату и время на этом компьютере".to_owned(),
        TlsError::CertificateForOtherName { names, .. } => other_name_hint(names),
        TlsError::UnknownIssuer | TlsError::SelfSigned => {
            "возьмите сертификат у хостинга, положите его в папку `content` и назовите в строке `центр_сертификации`".to_owned()
        }
        TlsError::Weaker { .. } => {
            "пароль не отправлен: возможно, в связь кто-то вмешался. Попробуйте из другой сети и спросите хостинг; если он и правда больше не шифрует, впишите под `ftp:` строку `шифрование: нет`".to_owned()
        }
        TlsError::Injected | TlsError::HandshakeRefused | TlsError::NotTls => {
            "пароль не отправлен: попробуйте ещё раз, лучше из другой сети; если не поможет, сообщите хостингу".to_owned()
        }
        TlsError::NoAuthorities => {
            "попросите у хостинга файл, который начинается со строки `-----BEGIN CERTIFICATE-----`".to_owned()
        }
        TlsError::Server(_) => {
            "сообщите хостингу: сервер не принимает зашифрованных файлов".to_owned()
        }
        TlsError::InvalidHostName(_) => {
            "впишите в строку `сервер` имя, которое показывает панель хостинга".to_owned()
        }
        TlsError::Certificate
        | TlsError::Outdated
        | TlsError::Handshake
        | TlsError::Unsupported(_)
        | TlsError::PlainData(_) => {
            "пароль не отправлен: сообщите хостингу. Без шифрования пароль может прочесть посторонний; если вы на это согласны, впишите под `ftp:` строку `шифрование: нет`".to_owned()
        }
    }
}

/// The line for the settings that fits the names in a certificate.
fn other_name_hint(names: &[String]) -> String {
    if let Some(name) = names.iter().find(|name| !name.contains('*')) {
        return format!(
            "если это имя сервера вашего хостинга, впишите под `ftp:` строку `сервер: {name}`"
        );
    }
    match names.iter().find_map(|name| name.strip_prefix('*')) {
        Some(end) => format!(
            "впишите в строку `сервер` имя, которое оканчивается на `{end}`: его показывает панель хостинга"
        ),
        None => {
            "спросите у хостинга имя сервера для FTP с шифрованием и впишите его в строку `сервер`"
                .to_owned()
        }
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
                "связь с сервером прервалась: ответ 421",
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
                "сервер отказал: ответ 550",
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
                Fault::Login("Authentication failed.".to_owned()),
                "сервер не принял логин или пароль",
            ),
            (
                Fault::Tls(TlsError::PlainData("534 No".to_owned())),
                "защищённое соединение не установлено: сервер не шифрует файлы",
            ),
            (
                Fault::Tls(TlsError::UnknownIssuer),
                "защищённое соединение не установлено: сертификат сервера выдан неизвестным удостоверяющим центром",
            ),
        ] {
            assert_eq!(describe_fault(&fault), words);
        }
    }

    #[test]
    fn a_certificate_of_another_name_tells_the_line_for_the_settings() {
        let hint = |names: &[&str]| {
            let names = names.iter().map(|&name| name.to_owned()).collect();
            fault_hint(&Fault::Tls(TlsError::CertificateForOtherName {
                host: "ftp.a.ru".to_owned(),
                names,
            }))
        };
        assert!(hint(&["*.b.ru", "s1.b.ru"]).contains("`сервер: s1.b.ru`"));
        assert!(hint(&["*.b.ru"]).contains("оканчивается на `.b.ru`"));
        assert!(hint(&[]).contains("строку `сервер`"));
    }
}
