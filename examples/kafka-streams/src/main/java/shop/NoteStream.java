package shop;

import dev.onward.Asker;
import dev.onward.Onward;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.kstream.*;

/** Labels banknotes, from the topic "notes" to the topic "labels". Arguments: the model and the address of Kafka. */
public final class NoteStream {
    record Note(double variance, double skewness, double curtosis, double entropy) {

        static Note parse(String line) {
            String[] cells = line.split(",");
            return new Note(number(cells[0]), number(cells[1]), number(cells[2]), number(cells[3]));
        }

        private static double number(String cell) {
            return Double.parseDouble(cell);
        }
    }

    static Topology topology(Asker<Note> notes) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("notes", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(line -> notes.ask(Note.parse(line)).label())
                .to("labels", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    public static void main(String[] arguments) {
        Onward model = Onward.open(Path.of(arguments[0]));
        var settings = Map.of("application.id", "notes", "bootstrap.servers", arguments[1]);
        KafkaStreams streams = new KafkaStreams(topology(model.asker(Note.class)), new StreamsConfig(settings));
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
    }
}
