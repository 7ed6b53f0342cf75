package dev.onward.launch.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The time is up while the server demands more of the body. */
class TimedDemandTest {

    private volatile Runnable timeout = () -> {};
    private final AtomicBoolean isDemanding = new AtomicBoolean();
    private final AtomicBoolean failedWhileDemanding = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @Test
    void failsTheRequestNotBeforeTheDemandHasBeenMade() throws Exception {
        Server server = new Server(new QueuedThreadPool(), new HandDrivenScheduler(), null);
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Application());
        server.start();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            client.setSoTimeout(20_000);
            client.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n".getBytes(US_ASCII));

            String response = new String(client.getInputStream().readNBytes(12), US_ASCII);

            assertThat(response).isEqualTo("HTTP/1.1 408");
            assertThat(failedWhileDemanding).isFalse();
            assertThat(failure.get()).isInstanceOf(TimeoutException.class);
        } finally {
            server.stop();
        }
    }

    /** Runs nothing by itself: the time is up when the test says so. */
    private final class HandDrivenScheduler extends ScheduledExecutorScheduler {

        @Override
        public Scheduler.Task schedule(Runnable task, long delay, TimeUnit unit) {
            timeout = task;
            return () -> true;
        }
    }

    private final class Application extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Request slow = new SlowToDemand(request);
            Runnable read = () -> {
                Content.Chunk chunk = slow.read();
                failure.set(chunk == null ? null : chunk.getFailure());
                Response.writeError(request, response, callback, 408);
            };
            TimedDemand.start(slow, read, 1);
            return true;
        }
    }

    /** A request whose time is up at the moment of the demand. */
    private final class SlowToDemand extends Request.Wrapper {

        SlowToDemand(Request request) {
            super(request);
        }

        @Override
        public void demand(Runnable callback) {
            isDemanding.set(true);
            timeout.run();
            super.demand(callback);
            isDemanding.set(false);
        }

        @Override
        public void fail(Throwable reason) {
            failedWhileDemanding.compareAndSet(false, isDemanding.get());
            super.fail(reason);
        }
    }
}
