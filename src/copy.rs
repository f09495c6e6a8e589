//! Copies of events for other places: communities and channels of messengers, editors of other sites.
//!
//! 1. [`find()`] finds the event that a person names by its file, its address or words of its title.
//! 2. `channel` lists the places with what each takes.
//! 3. `text` makes plain text of the event's page, `fit` keeps as many whole sentences as the place
//!    takes; for editors `html` writes HTML without styles.
//! 4. `pictures` chooses the photos; [`compose()`] joins everything.
//!
//! [`announce()`] says what stands on the poster of an event.
//!
//! Nothing here sends anything, and nothing touches the disk: `pipeline::copy` writes the copies.

mod announce;
mod channel;
mod compose;
mod find;
mod fit;
mod html;
mod pictures;
mod text;

pub use announce::announce;
pub use channel::{Channel, ChannelLimits};
pub use compose::{CopiedPicture, EventCopy, compose};
pub use find::find;
pub(crate) use find::is_file;
pub use fit::text_length;
pub use html::page;
pub use pictures::picture_paths;
