//! The form «Настройки»: all settings in groups, with the words of `config`.

use serde_json::Value;

use crate::config::{RowColumn, SETTINGS, Setting, SettingChoice, SettingGroup, SettingKind};
use crate::editor::api::{ApiError, Call, Reply};
use crate::editor::json::json;

/// Lists the groups with their fields.
pub(super) fn show(_: &Call<'_>) -> Result<Reply, ApiError> {
    let groups = SettingGroup::ALL.map(|group| {
        let fields = SETTINGS.iter().copied().flatten().filter(|setting| setting.group == group);
        json!({
            "id": group.id(),
            "title": group.title(),
            "fields": fields.map(field).collect::<Vec<_>>(),
        })
    });
    Ok(Reply::Json(json!({ "file": crate::config::FILE, "groups": groups })))
}

fn field(setting: &Setting) -> Value {
    let mut field = json!({
        "key": setting.key,
        "label": setting.label,
        "hint": setting.hint,
        "example": setting.example,
        "kind": kind(setting.kind),
        "required": !setting.missing.is_empty(),
        "rare": setting.is_rare,
        "old": setting.is_old,
    });
    match setting.kind {
        SettingKind::Choice(choices) => {
            let choice = |choice: &SettingChoice| json!({ "value": choice.value, "label": choice.label, "also": choice.also });
            field["choices"] = choices.iter().map(choice).collect();
        }
        SettingKind::Rows(columns) => {
            let column = |column: &RowColumn| {
                json!({
                    "key": column.key,
                    "label": column.label,
                    "hint": column.hint,
                    "example": column.example,
                    "list": column.is_list,
                })
            };
            field["columns"] = columns.iter().map(column).collect();
        }
        _ => {}
    }
    field
}

fn kind(kind: SettingKind) -> &'static str {
    match kind {
        SettingKind::Text => "text",
        SettingKind::Long => "long",
        SettingKind::Number => "number",
        SettingKind::Lines => "lines",
        SettingKind::Choice(_) => "choice",
        SettingKind::Rows(_) => "rows",
        SettingKind::Names => "names",
        SettingKind::Theme => "theme",
        SettingKind::Picture => "picture",
        SettingKind::Options => "options",
    }
}
