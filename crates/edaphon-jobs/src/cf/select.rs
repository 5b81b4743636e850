//! Which variables of the table a file holds.

use edaphon_core::{did_you_mean, nearest};

use super::table::{CfVariable, Group};

/// The variables of `table` that are asked for, in the order of the table; without any, all but kinetics.
///
/// # Errors
/// A sentence about the first name that is neither a variable of the model nor a group.
pub(super) fn select(table: Vec<CfVariable>, asked: Option<&[String]>, model: &str) -> Result<Vec<CfVariable>, String> {
    let Some(asked) = asked else {
        return Ok(table.into_iter().filter(|v| v.group != Group::Kinetics).collect());
    };
    let named = |v: &CfVariable, name: &str| name == "all" || name == v.name || name == v.group.name();
    if let Some(unknown) = asked.iter().find(|name| !table.iter().any(|v| named(v, name))) {
        return Err(unknown_variable(&table, unknown, model));
    }
    if asked.is_empty() {
        return Err(format!("no variables are asked for; accepted are {}", accepted(&table)));
    }
    Ok(table.into_iter().filter(|v| asked.iter().any(|name| named(v, name))).collect())
}

fn unknown_variable(table: &[CfVariable], unknown: &str, model: &str) -> String {
    let groups = Group::ALL.iter().map(|g| g.name());
    let near = nearest(unknown, table.iter().map(|v| v.name).chain(groups));
    let meant = did_you_mean(near.as_deref());
    format!("unknown variable `{unknown}` of {model}{meant}; accepted are {}", accepted(table))
}

fn accepted(table: &[CfVariable]) -> String {
    let groups: Vec<_> = Group::ALL.iter().map(|g| g.name()).collect();
    let names: Vec<_> = table.iter().map(|v| v.name).collect();
    format!("the groups all, {}, and the variables {}", groups.join(", "), names.join(", "))
}

#[cfg(test)]
mod tests {
    use edaphon_models::Profile;
    use edaphon_run::Model;

    use super::*;

    fn names(asked: Option<&[&str]>) -> Result<Vec<&'static str>, String> {
        let asked: Option<Vec<String>> = asked.map(|a| a.iter().map(|s| (*s).to_owned()).collect());
        let table = super::super::variables(Model::CasaC, Profile::Edaphon);
        Ok(select(table, asked.as_deref(), "casa-c")?.iter().map(|v| v.name).collect())
    }

    #[test]
    fn groups_and_names_are_taken_once_in_the_order_of_the_table() {
        assert_eq!(names(Some(&["rh", "cSoil", "rh"])), Ok(vec!["cSoil", "rh"]));
        let pools = names(Some(&["casa_slow_c", "pools"])).unwrap();
        assert_eq!(pools[..3], ["labile_c", "leaf_c", "wood_c"]);
        assert_eq!(pools.iter().filter(|n| **n == "casa_slow_c").count(), 1);
        assert!(!names(None).unwrap().contains(&"slow_rate"));
        assert!(names(Some(&["all"])).unwrap().contains(&"slow_rate"));
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest_and_all() {
        let words = names(Some(&["cSoli"])).unwrap_err();
        let start =
            "unknown variable `cSoli` of casa-c; did you mean `cSoil`?; accepted are the groups all, cmip, pools";
        assert!(words.starts_with(start), "{words}");
        assert!(words.ends_with("cwd_rate, microbial_rate, slow_rate, passive_rate"), "{words}");
        assert!(names(Some(&["mimics_som_p_c"])).is_err());
        assert!(names(Some(&[])).unwrap_err().starts_with("no variables are asked for"));
    }
}
