package lorica.demo.task;

/// One instance of a task: its input and the content of its answer, in no form yet.
public record Question(String input, String answer) {}
