//! What the person is told: one notice a topic, repeats folded with a count, so that they never pile up.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Topic`] | what a notice is about |
//! | [`NoticeContent`] | what it says |
//! | [`Action`] | what can be done about it |
//! | [`NoticeList`] | those that are on the page now |

mod action;
mod content;
mod list;
#[cfg(test)]
mod tests;
mod topic;

pub use action::Action;
pub use content::NoticeContent;
pub use list::{ActiveNotice, INFO_LIFETIME_MS, NoticeList};
pub use topic::Topic;
