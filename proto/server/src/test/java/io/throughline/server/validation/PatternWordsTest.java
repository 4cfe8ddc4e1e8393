package io.throughline.server.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.lineage.v1.GetRunRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternWordsTest {
  private static final String ID = "[A-Za-z0-9._-]{1,128}";
  private static final String ID_WORDS = "1 to 128 letters, digits, '.', '_' or '-'";

  @Test
  void saysHowANameLooks() {
    assertThat(words("runs/1", "^experiments/" + ID + "/runs/" + ID + "$"))
        .isEqualTo(
            "'runs/1' must have the form experiments/{id}/runs/{id}, where an id is " + ID_WORDS);
    assertThat(words("v", "^$|^registeredModels/" + ID + "/versions/[1-9][0-9]{0,17}$"))
        .isEqualTo(
            "'v' must have the form registeredModels/{id}/versions/{number}, where an id is "
                + ID_WORDS
                + ", or be empty");
  }

  @Test
  void saysWhichNamesThereAre() {
    assertThat(
            words("m", "^experiments/" + ID + "/models/" + ID + "$|^registeredModels/" + ID + "$"))
        .contains("the form experiments/{id}/models/{id} or registeredModels/{id}, where");
    assertThat(words("m", "^experiments/" + ID + "/(runs|models)/" + ID + "$"))
        .contains("the form experiments/{id}/(runs|models)/{id}, where");
    assertThat(words("m", "^policies/" + ID + "(/versions/[1-9][0-9]{0,17})?$"))
        .contains("the form policies/{id}(/versions/{number})?, where");
  }

  @Test
  void saysWhichLettersAreAllowed() {
    assertThat(words("a:b", "^" + ID + "$")).isEqualTo("'a:b' must be " + ID_WORDS);
    assertThat(words("", "^[A-Za-z0-9 _./-]{1,250}$"))
        .isEqualTo("is empty; it must be 1 to 250 letters, digits, ' ', '_', '.', '/' or '-'");
  }

  @Test
  void showsOnlyTheBeginningOfALongText() {
    assertThat(words("a".repeat(5_000) + "!", "^" + ID + "$")).hasSizeLessThan(250).contains("a…'");
  }

  @Test
  void leavesAPatternThatHasNoWords() {
    assertThat(words("md5:1", "^sha256:[0-9a-f]{64}$")).isEqualTo("does not match");
  }

  @ParameterizedTest
  @CsvSource({"experiments/a b/runs/r", "''", "experiments/e/runs/"})
  void everyViolationOfTheContractSpeaksSo(String name) {
    assertThat(new Validation().violations(GetRunRequest.newBuilder().setName(name).build()))
        .singleElement()
        .satisfies(
            violation ->
                assertThat(violation.getDescription())
                    .contains("must have the form experiments/{id}/runs/{id}"));
  }

  private static String words(String text, String pattern) {
    return PatternWords.of(text, pattern, "does not match");
  }
}
