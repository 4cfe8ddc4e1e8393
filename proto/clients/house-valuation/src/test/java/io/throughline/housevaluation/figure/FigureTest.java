package io.throughline.housevaluation.figure;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.throughline.housevaluation.sale.SaleFile;
import io.throughline.housevaluation.valuation.MonthlyAdjustment;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void figuresAreJsonWithATraceForWhatTheyShow() throws InvalidProtocolBufferException {
    // When
    Struct figure = parse(MonthPlot.of(SaleFile.read().all(), MonthlyAdjustment.none().factors()));

    // Then
    List<com.google.protobuf.Value> traces =
        figure.getFieldsOrThrow("data").getListValue().getValuesList();
    assertThat(traces).hasSize(2);
    assertThat(traces.get(0).getStructValue().getFieldsOrThrow("y").getListValue().getValuesCount())
        .isEqualTo(12);
  }

  @Test
  void whatIsNoNumberBecomesNullAndTextIsEscaped() throws InvalidProtocolBufferException {
    assertThat(Plotly.numbers(List.of(1.0, Double.NaN, 1234567.0, 1e-5)))
        .isEqualTo("[1,null,1.23457E+6,0.00001]");
    assertThat(parse(Plotly.figure("a \"b\" \\", "x", "y")).getFieldsMap()).containsKey("layout");
  }

  private static Struct parse(String json) throws InvalidProtocolBufferException {
    Struct.Builder struct = Struct.newBuilder();
    JsonFormat.parser().merge(json, struct);
    return struct.build();
  }
}
