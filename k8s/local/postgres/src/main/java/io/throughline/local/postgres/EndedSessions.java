package io.throughline.local.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * For tests of what may break off anywhere: a data source whose session PostgreSQL ends right
 * before a statement, as when the client is killed there. What was not committed is rolled back;
 * what was committed is there, and the client does not know.
 */
public final class EndedSessions {
  private static final String COMMIT = "commit";
  private static final Set<String> EXECUTIONS =
      Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", COMMIT);

  private final DataSource source;
  private final int end;
  private final AtomicInteger count = new AtomicInteger();
  private final List<Integer> commits = new CopyOnWriteArrayList<>();

  /**
   * Sessions through a data source.
   *
   * @param source whose user may end its own sessions
   * @param end before which statement or commit the session ends, from 1, over all connections; 0:
   *     none
   */
  public EndedSessions(DataSource source, int end) {
    this.source = source;
    this.end = end;
  }

  /** The data source to use. */
  public DataSource dataSource() {
    return proxy(DataSource.class, source, this::ofDataSource);
  }

  /** How many statements and commits there were. */
  public int count() {
    return count.get();
  }

  /** Which of them were commits. */
  public List<Integer> commits() {
    return List.copyOf(commits);
  }

  private Object ofDataSource(Object target, Method method, Object[] arguments) throws Throwable {
    Object result = call(target, method, arguments);
    return result instanceof Connection connection
        ? proxy(
            Connection.class,
            connection,
            (object, called, values) -> ofConnection(connection, called, values))
        : result;
  }

  private Object ofConnection(Connection connection, Method method, Object[] arguments)
      throws Throwable {
    beforeExecution(connection, method);
    Object result = call(connection, method, arguments);
    if (result instanceof PreparedStatement statement) {
      return proxy(PreparedStatement.class, statement, ofStatement(connection));
    }
    return result instanceof Statement statement
        ? proxy(Statement.class, statement, ofStatement(connection))
        : result;
  }

  private Called ofStatement(Connection connection) {
    return (statement, method, arguments) -> {
      beforeExecution(connection, method);
      return call(statement, method, arguments);
    };
  }

  private void beforeExecution(Connection connection, Method method) throws SQLException {
    if (!EXECUTIONS.contains(method.getName())) {
      return;
    }
    int number = count.incrementAndGet();
    if (method.getName().equals(COMMIT)) {
      commits.add(number);
    }
    if (number == end) {
      end(connection.unwrap(PGConnection.class).getBackendPID());
    }
  }

  private void end(int session) throws SQLException {
    try (Connection other = source.getConnection();
        PreparedStatement statement =
            other.prepareStatement("SELECT pg_terminate_backend(?, 10000)")) {
      statement.setInt(1, session);
      statement.execute();
    }
  }

  /** What is called on the real object. */
  @FunctionalInterface
  private interface Called {
    Object on(Object target, Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, T target, Called called) {
    InvocationHandler handler = (proxy, method, arguments) -> called.on(target, method, arguments);
    return type.cast(
        Proxy.newProxyInstance(
            EndedSessions.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
