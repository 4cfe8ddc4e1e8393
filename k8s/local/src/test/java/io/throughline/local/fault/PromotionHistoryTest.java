package io.throughline.local.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.local.fault.PromotionHistory.Kind;
import io.throughline.local.fault.PromotionHistory.Operation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionHistoryTest {
  private final List<Operation> operations = new ArrayList<>();

  @Test
  void acceptsPromotionsOfWhichEachReplacedWhatItPinned() {
    read("1", 0, 1);
    read("1", 0, 5);
    granted("1", "2", 2, 4);
    stale("1", "3", 2, 6);
    read("2", 5, 7);
    granted("2", "4", 8, 9);
    stale("1", "5", 8, 9);

    assertThat(violations("1", "2", "4")).isEmpty();
  }

  @Test
  void acceptsAnOrderThatOnlyTheChainTells() {
    granted("2", "3", 0, 10);
    granted("1", "2", 0, 10);
    read("3", 1, 9);
    stale("2", "4", 1, 9);

    assertThat(violations("1", "2", "3")).isEmpty();
  }

  @Test
  void namesTwoThatReplacedTheSameChampion() {
    granted("1", "2", 0, 1);
    granted("1", "3", 0, 1);

    assertThat(violations("1", "2"))
        .anySatisfy(each -> assertThat(each).startsWith("replaced the same champion"));
  }

  @Test
  void namesOneThatReplacedWhoWasNoChampion() {
    granted("7", "2", 0, 1);

    assertThat(violations("1"))
        .anySatisfy(each -> assertThat(each).startsWith("replaced a champion that never was one"));
  }

  @Test
  void namesAPromotionThatTheRegistryLostOrDoubled() {
    granted("1", "2", 0, 1);

    assertThat(violations("1"))
        .anySatisfy(each -> assertThat(each).startsWith("the registry tells of [1]"));
    assertThat(violations("1", "2", "2"))
        .anySatisfy(each -> assertThat(each).startsWith("the registry tells of [1, 2, 2]"));
  }

  @Test
  void namesARefusalWhileThePinnedOneWasStillTheChampion() {
    stale("1", "2", 0, 1);
    assertThat(violations("1"))
        .anySatisfy(each -> assertThat(each).startsWith("was refused, though nobody"));

    granted("1", "3", 2, 3);
    assertThat(violations("1", "3"))
        .anySatisfy(each -> assertThat(each).startsWith("there is no order"));
  }

  @Test
  void namesAGrantThatWasAnsweredBeforeItsPredecessorWasAsked() {
    granted("2", "3", 0, 1);
    granted("1", "2", 2, 3);

    assertThat(violations("1", "2", "3"))
        .anySatisfy(each -> assertThat(each).startsWith("there is no order"));
  }

  @Test
  void namesAReadingOfWhoWasReplacedBefore() {
    granted("1", "2", 0, 1);
    read("1", 2, 3);

    assertThat(violations("1", "2"))
        .anySatisfy(each -> assertThat(each).startsWith("there is no order"));
  }

  @Test
  void namesReadingsThatGoBack() {
    granted("1", "2", 0, 10);
    read("2", 1, 2);
    read("1", 3, 4);

    assertThat(violations("1", "2"))
        .anySatisfy(each -> assertThat(each).startsWith("there is no order"));
  }

  private List<String> violations(String... moves) {
    return new PromotionHistory("1", operations).violations(List.of(moves));
  }

  private void read(String seen, long asked, long answered) {
    operations.add(new Operation(Kind.READ, seen, "", asked, answered));
  }

  private void granted(String seen, String version, long asked, long answered) {
    operations.add(new Operation(Kind.GRANTED, seen, version, asked, answered));
  }

  private void stale(String seen, String version, long asked, long answered) {
    operations.add(new Operation(Kind.STALE, seen, version, asked, answered));
  }
}
