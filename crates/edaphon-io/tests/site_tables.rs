//! No table brings the import of sites down.

use std::path::Path;

use edaphon_io::fluxnet::{SiteOptions, import_bytes};
use proptest::prelude::*;

const HEAD: &str = "TIMESTAMP,TA_F,GPP_NT_VUT_REF,NEE_VUT_REF_QC,TS_F_MDS_1,SWC_F_MDS_1\n";

proptest! {
    #[test]
    fn no_bytes_bring_the_import_down(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = import_bytes(Path::new("any"), &bytes, &SiteOptions::default());
        let mut with_head = HEAD.as_bytes().to_vec();
        with_head.extend(bytes);
        let _ = import_bytes(Path::new("any"), &with_head, &SiteOptions::default());
    }

    /// Any days with any values, most of them missing, become finite forcing or are refused.
    #[test]
    fn sparse_tables_become_finite_forcing_or_are_refused(
        days in proptest::collection::btree_map(
            (2000_u32..2003, 1_u32..13, 1_u32..29),
            (-40.0..40.0, -5.0..20.0, 0.0..100.0, 0_u8..8),
            1..40,
        ),
    ) {
        let mut text = HEAD.to_owned();
        for ((year, month, day), (air, gpp, water, missing)) in &days {
            let shown = |value: &f64, bit: u8| if missing & bit > 0 { "-9999".to_owned() } else { value.to_string() };
            let (air, gpp, water) = (shown(air, 1), shown(gpp, 2), shown(water, 4));
            text += &format!("{year}{month:02}{day:02},{air},{gpp},1,{air},{water}\n");
        }
        let options = SiteOptions { least_sensor_share: 0.0, ..SiteOptions::default() };
        if let Ok(forcing) = import_bytes(Path::new("any"), text.as_bytes(), &options) {
            let layers = forcing.soil_temperature().iter().chain(forcing.liquid_water()).chain(forcing.frozen_water());
            for series in layers.map(Vec::as_slice).chain([forcing.gpp(), forcing.air_temperature()]) {
                prop_assert_eq!(series.len() % 365, 0);
                prop_assert!(series.iter().all(|x| x.is_finite()));
            }
        }
    }
}
