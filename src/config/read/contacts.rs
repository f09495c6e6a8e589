//! How to reach the centre. What is shown on pages is shown as written: a visitor may read what no program can call.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::url;
use crate::yaml::Fields;

/// The telephone number; empty without one.
pub(super) fn phone(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> String {
    let phone = fields.text("phone", diagnostics).unwrap_or_default();
    if !phone.is_empty() && !url::is_phone(&phone) {
        diagnostics.push(warning(fields, "phone", format!("«{phone}» — не номер телефона")).hint(
            "один номер цифрами, например `+7 (86555) 1-23-45, доб. 3`: иначе с телефона по нему не позвонить",
        ));
    }
    phone
}

/// The mail address; empty without one.
pub(super) fn email(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> String {
    let email = fields.text("email", diagnostics).unwrap_or_default();
    if !email.is_empty() && !url::is_email(&email) {
        diagnostics.push(
            warning(fields, "email", format!("«{email}» — не адрес электронной почты"))
                .hint("один адрес целиком, например `school7@example.ru`"),
        );
    }
    email
}

fn warning(fields: &Fields<'_>, key: &str, message: String) -> Diagnostic {
    Diagnostic::warning(message).at(super::place(fields, key))
}
