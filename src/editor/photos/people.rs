//! Who can be seen on photos, as the page of the editor names it.

use serde::{Deserialize, Serialize};

use crate::content::gallery::People;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum PeopleCode {
    None,
    Group,
    Child,
}

impl From<PeopleCode> for People {
    fn from(code: PeopleCode) -> Self {
        match code {
            PeopleCode::None => Self::None,
            PeopleCode::Group => Self::Group,
            PeopleCode::Child => Self::Child,
        }
    }
}

impl From<People> for PeopleCode {
    fn from(people: People) -> Self {
        match people {
            People::None => Self::None,
            People::Group => Self::Group,
            People::Child => Self::Child,
        }
    }
}
