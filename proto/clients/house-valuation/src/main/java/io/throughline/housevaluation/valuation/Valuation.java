package io.throughline.housevaluation.valuation;

import io.throughline.housevaluation.feature.Encoder;
import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.sale.Sha256;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** A fitted model: it says what a house would be sold for. */
public final class Valuation {

  private static final RegressionFactory FACTORY = new RegressionFactory();

  /** Tribuo logs each fit in many records; held here, since loggers are collected as garbage. */
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  static {
    TRIBUO.setLevel(Level.SEVERE);
  }

  private final Encoder encoder;
  private final String[] columns;
  private final MonthlyAdjustment adjustment;
  private final double centre;
  private final Model<Regressor> model;

  private Valuation(
      Encoder encoder,
      String[] columns,
      MonthlyAdjustment adjustment,
      double centre,
      Model<Regressor> model) {
    this.encoder = encoder;
    this.columns = columns;
    this.adjustment = adjustment;
    this.centre = centre;
    this.model = model;
  }

  /**
   * Fits a candidate.
   *
   * @param training the only sales that anything is learnt from
   * @param adjustment the season's effect as estimated on the same sales; used if the candidate
   *     asks for it
   */
  public static Valuation fit(
      Candidate candidate, List<Sale> training, MonthlyAdjustment adjustment, long seed) {
    MonthlyAdjustment used = candidate.monthlyAdjustment() ? adjustment : MonthlyAdjustment.none();
    Encoder encoder = Encoder.fit(candidate.features(), training);
    double centre =
        training.stream()
            .mapToDouble(sale -> sale.logPrice() - used.logEffect(sale.sold()))
            .average()
            .orElseThrow(() -> new IllegalArgumentException("No sales to train on"));
    MutableDataset<Regressor> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance("house sales", FACTORY), FACTORY);
    String[] columns = encoder.columns().toArray(String[]::new);
    for (Sale sale : training) {
      double target = sale.logPrice() - used.logEffect(sale.sold()) - centre;
      dataset.add(example(columns, encoder.encode(sale), target));
    }
    Model<Regressor> model = candidate.algorithm().trainer(seed).train(dataset);
    return new Valuation(encoder, columns, used, centre, model);
  }

  /** The same model, whose prices are multiplied by a factor for each month. */
  public Valuation markedUp(MonthlyAdjustment markUp) {
    return new Valuation(encoder, columns, adjustment.times(markUp), centre, model);
  }

  /** The expected logarithm of the price of each house at the month of its sale. */
  public double[] logPrices(List<Sale> sales) {
    List<Example<Regressor>> examples =
        sales.stream().map(sale -> example(columns, encoder.encode(sale), Double.NaN)).toList();
    var predictions = model.predict(examples);
    double[] logPrices = new double[sales.size()];
    for (int i = 0; i < logPrices.length; i++) {
      double predicted = predictions.get(i).getOutput().getValues()[0];
      logPrices[i] = centre + predicted + adjustment.logEffect(sales.get(i).sold());
    }
    return logPrices;
  }

  /**
   * What makes two fitted models one: the digest of everything that this one says of the sales.
   *
   * @return {@code sha256:} and 64 hexadecimal digits
   */
  public String digest(List<Sale> sales) {
    ByteBuffer said = ByteBuffer.allocate(sales.size() * Double.BYTES);
    for (double logPrice : logPrices(sales)) {
      said.putDouble(logPrice);
    }
    return Sha256.of(said.array());
  }

  /**
   * Zeros are written out: Tribuo's elastic net goes wrong, without a word, where features are
   * absent.
   */
  private static Example<Regressor> example(String[] columns, double[] vector, double target) {
    return new ArrayExample<>(new Regressor("log-price", target), columns, vector);
  }
}
