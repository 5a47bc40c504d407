//! What is in the page, in the form that tools for licences and known faults read: CycloneDX 1.6 in JSON. It has neither a
//! time nor a serial number, so that the same sources have the same one.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::crates::{CrateFacts, CrateId, PAGE};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bill {
    bom_format: &'static str,
    spec_version: &'static str,
    version: u32,
    metadata: Metadata,
    components: Vec<Component>,
    dependencies: Vec<Dependency>,
}

#[derive(Serialize)]
struct Metadata {
    component: Component,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Component {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "bom-ref")]
    reference: String,
    name: String,
    version: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hashes: Vec<Hash>,
    licenses: [License; 1],
    purl: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    external_references: Vec<ExternalReference>,
}

#[derive(Serialize)]
struct Hash {
    alg: &'static str,
    content: String,
}

#[derive(Serialize)]
struct License {
    expression: String,
}

#[derive(Serialize)]
struct ExternalReference {
    #[serde(rename = "type")]
    kind: &'static str,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dependency {
    #[serde(rename = "ref")]
    reference: String,
    depends_on: Vec<String>,
}

/// The bill of the page that is made of these crates.
pub fn write(crates: &BTreeMap<CrateId, CrateFacts>) -> Result<Vec<u8>> {
    let (page, others): (Vec<_>, Vec<_>) = crates.iter().partition(|(id, _)| id.name == PAGE);
    let (id, facts) = page.first().context("the page's own crate is not there")?;
    let bill = Bill {
        bom_format: "CycloneDX",
        spec_version: "1.6",
        version: 1,
        metadata: Metadata { component: component("application", id, facts) },
        components: others.iter().map(|(id, facts)| component("library", id, facts)).collect(),
        dependencies: crates
            .iter()
            .map(|(id, facts)| Dependency { reference: purl(id), depends_on: facts.uses.iter().map(purl).collect() })
            .collect(),
    };
    let mut json = serde_json::to_vec_pretty(&bill)?;
    json.push(b'\n');
    Ok(json)
}

fn component(kind: &'static str, id: &CrateId, facts: &CrateFacts) -> Component {
    let hash = facts.sha256.iter().map(|sha256| Hash { alg: "SHA-256", content: sha256.clone() });
    let sources = Some(&facts.repository).filter(|url| !url.is_empty());
    let sources = sources.into_iter().map(|url| ExternalReference { kind: "vcs", url: url.clone() });
    Component {
        kind,
        reference: purl(id),
        name: id.name.clone(),
        version: id.version.clone(),
        hashes: hash.collect(),
        licenses: [License { expression: facts.license.clone() }],
        purl: purl(id),
        external_references: sources.collect(),
    }
}

/// The name that all tools know a crate by.
fn purl(id: &CrateId) -> String {
    // Versions with build metadata have a plus, which stands for a space otherwise.
    format!("pkg:cargo/{}@{}", id.name, id.version.replace('+', "%2B"))
}
