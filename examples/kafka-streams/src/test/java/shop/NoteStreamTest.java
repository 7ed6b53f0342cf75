package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.onward.Onward;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;

class NoteStreamTest {

    @Test
    void labelsNotes() {
        try (Onward model = Onward.open(Path.of("../../model.onnx"));
                TopologyTestDriver driver =
                        new TopologyTestDriver(NoteStream.topology(model.asker(NoteStream.Note.class)))) {
            var notes = driver.createInputTopic("notes", new StringSerializer(), new StringSerializer());
            notes.pipeInput("A17", "3.6216,8.6661,-2.8073,-0.44699");
            notes.pipeInput("A18", "-1.3971,3.3191,-1.3927,-1.9948");

            var labels = driver.createOutputTopic("labels", new StringDeserializer(), new StringDeserializer());
            assertEquals(List.of("0", "1"), labels.readValuesToList());
        }
    }
}
