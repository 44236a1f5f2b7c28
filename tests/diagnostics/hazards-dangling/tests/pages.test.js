  test('a cough is heard', async () => {});
