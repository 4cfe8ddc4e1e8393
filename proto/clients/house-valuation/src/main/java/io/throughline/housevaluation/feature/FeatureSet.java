package io.throughline.housevaluation.feature;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a model may know of a house; each set contains the one before it. */
public enum FeatureSet {
  /** Sizes, ages, rooms and the kind of building. */
  BASIC(
      List.of(
          "Lot_Area",
          "Lot_Frontage",
          "Gr_Liv_Area",
          "First_Flr_SF",
          "Second_Flr_SF",
          "Total_Bsmt_SF",
          "Bsmt_Full_Bath",
          "Bsmt_Half_Bath",
          "Full_Bath",
          "Half_Bath",
          "Bedroom_AbvGr",
          "Kitchen_AbvGr",
          "TotRms_AbvGrd",
          "Fireplaces",
          "Garage_Cars",
          "Garage_Area",
          "Wood_Deck_SF",
          "Open_Porch_SF",
          "Enclosed_Porch",
          "Three_season_porch",
          "Screen_Porch",
          "Pool_Area",
          "Age",
          "Since_Remodel"),
      List.of("MS_SubClass", "Bldg_Type", "House_Style", "Central_Air", "Garage_Type")),
  /** Also materials, finish and condition. */
  QUALITY(
      List.of("Mas_Vnr_Area", "BsmtFin_SF_2", "Bsmt_Unf_SF", "Misc_Val"),
      List.of(
          "Overall_Cond",
          "Roof_Style",
          "Roof_Matl",
          "Exterior_1st",
          "Exterior_2nd",
          "Mas_Vnr_Type",
          "Exter_Cond",
          "Foundation",
          "Bsmt_Cond",
          "Bsmt_Exposure",
          "BsmtFin_Type_1",
          "BsmtFin_Type_2",
          "Heating",
          "Heating_QC",
          "Electrical",
          "Functional",
          "Garage_Finish",
          "Garage_Cond",
          "Paved_Drive",
          "Pool_QC",
          "Fence",
          "Misc_Feature")),
  /** Also where the house stands. */
  LOCATION(
      List.of("Longitude", "Latitude"),
      List.of(
          "MS_Zoning",
          "Street",
          "Alley",
          "Lot_Shape",
          "Land_Contour",
          "Utilities",
          "Lot_Config",
          "Land_Slope",
          "Neighborhood",
          "Condition_1",
          "Condition_2"));

  private final List<String> ownNumbers;
  private final List<String> ownCategories;

  FeatureSet(List<String> ownNumbers, List<String> ownCategories) {
    this.ownNumbers = ownNumbers;
    this.ownCategories = ownCategories;
  }

  /** The measured attributes, those of the smaller sets first. */
  public List<String> numbers() {
    return upToThis().flatMap(set -> set.ownNumbers.stream()).toList();
  }

  /** The named attributes, those of the smaller sets first. */
  public List<String> categories() {
    return upToThis().flatMap(set -> set.ownCategories.stream()).toList();
  }

  /** Every attribute that a model with this set sees, as a switch that is on. */
  public Map<String, Boolean> flags() {
    Map<String, Boolean> flags = new TreeMap<>();
    Stream.concat(numbers().stream(), categories().stream()).forEach(a -> flags.put(a, true));
    return flags;
  }

  /** The name in ids and parameters: {@code basic}, {@code quality}, {@code location}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  private Stream<FeatureSet> upToThis() {
    return Stream.of(values()).limit(ordinal() + 1L);
  }
}
